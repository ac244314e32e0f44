import type { Condition, ObjectReference } from './kinds.ts'
import type { KubeObject } from './object.ts'
import type { LabelSelector } from './selector.ts'

/** Views of the Gateway API, https://gateway-api.sigs.k8s.io/reference/spec/. */
export const gatewayGroup = 'gateway.networking.k8s.io'

export interface GatewayClass extends KubeObject {
  readonly kind: 'GatewayClass'
  readonly spec?: { readonly controllerName?: string; readonly parametersRef?: ObjectReference }
  readonly status?: { readonly conditions?: readonly Condition[] }
}

export interface Gateway extends KubeObject {
  readonly kind: 'Gateway'
  readonly spec?: {
    readonly gatewayClassName?: string
    readonly listeners?: readonly Listener[]
    readonly addresses?: readonly { readonly type?: string; readonly value?: string }[]
  }
  readonly status?: {
    readonly addresses?: readonly { readonly type?: string; readonly value: string }[]
    readonly conditions?: readonly Condition[]
    readonly listeners?: readonly {
      readonly name: string
      readonly attachedRoutes?: number
      readonly conditions?: readonly Condition[]
    }[]
  }
}

export interface Listener {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly hostname?: string
  readonly tls?: {
    readonly mode?: string
    readonly certificateRefs?: readonly BackendObjectReference[]
  }
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string; readonly selector?: LabelSelector }
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[]
  }
}

export interface ParentReference {
  readonly group?: string
  readonly kind?: string
  readonly namespace?: string
  readonly name: string
  readonly sectionName?: string
  readonly port?: number
}

export interface BackendObjectReference {
  readonly group?: string
  readonly kind?: string
  readonly namespace?: string
  readonly name: string
  readonly port?: number
}

export interface BackendRef extends BackendObjectReference {
  /** Share among the rule's backends; 1 when absent, 0 sends nothing there. */
  readonly weight?: number
  readonly filters?: readonly RouteFilter[]
}

export interface RouteFilter {
  readonly type: string
  readonly [settings: string]: unknown
}

export interface RouteStatus {
  readonly parents?: readonly {
    readonly parentRef?: ParentReference
    readonly controllerName?: string
    readonly conditions?: readonly Condition[]
  }[]
}

export interface HTTPRoute extends KubeObject {
  readonly kind: 'HTTPRoute'
  readonly spec?: {
    readonly parentRefs?: readonly ParentReference[]
    readonly hostnames?: readonly string[]
    readonly rules?: readonly HTTPRouteRule[]
  }
  readonly status?: RouteStatus
}

export interface HTTPRouteRule {
  readonly name?: string
  readonly matches?: readonly HTTPRouteMatch[]
  readonly filters?: readonly RouteFilter[]
  readonly backendRefs?: readonly BackendRef[]
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string }
}

export interface HTTPRouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string }
  readonly headers?: readonly NamedMatch[]
  readonly queryParams?: readonly NamedMatch[]
  readonly method?: string
}

export interface NamedMatch {
  readonly type?: string
  readonly name: string
  readonly value: string
}

export interface GRPCRoute extends KubeObject {
  readonly kind: 'GRPCRoute'
  readonly spec?: {
    readonly parentRefs?: readonly ParentReference[]
    readonly hostnames?: readonly string[]
    readonly rules?: readonly {
      readonly matches?: readonly {
        readonly method?: {
          readonly type?: string
          readonly service?: string
          readonly method?: string
        }
        readonly headers?: readonly NamedMatch[]
      }[]
      readonly filters?: readonly RouteFilter[]
      readonly backendRefs?: readonly BackendRef[]
    }[]
  }
  readonly status?: RouteStatus
}

/** A route that knows connections only: TLSRoute by the name in the handshake, TCPRoute and UDPRoute by none. */
export interface StreamRoute extends KubeObject {
  readonly kind: 'TLSRoute' | 'TCPRoute' | 'UDPRoute'
  readonly spec?: {
    readonly parentRefs?: readonly ParentReference[]
    readonly hostnames?: readonly string[]
    readonly rules?: readonly { readonly backendRefs?: readonly BackendRef[] }[]
  }
  readonly status?: RouteStatus
}

export interface BackendTLSPolicy extends KubeObject {
  readonly kind: 'BackendTLSPolicy'
  readonly spec?: {
    readonly targetRefs?: readonly {
      readonly group?: string
      readonly kind?: string
      readonly name: string
      readonly sectionName?: string
    }[]
    readonly validation?: {
      readonly hostname?: string
      readonly caCertificateRefs?: readonly {
        readonly group?: string
        readonly kind: string
        readonly name: string
      }[]
    }
  }
}

export interface ReferenceGrant extends KubeObject {
  readonly kind: 'ReferenceGrant'
  readonly spec?: {
    readonly from?: readonly {
      readonly group: string
      readonly kind: string
      readonly namespace: string
    }[]
    readonly to?: readonly {
      readonly group: string
      readonly kind: string
      readonly name?: string
    }[]
  }
}
