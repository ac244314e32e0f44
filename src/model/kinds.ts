import type { IntOrString } from './int-or-string.ts'
import type { KubeObject } from './object.ts'
import type { LabelSelector, Labels } from './selector.ts'

/**
 * Typed views of the kinds that the network is made of, with the fields that the project reads.
 * A view is a claim about data from outside: use it on objects that passed `validateObject` or were
 * read from a cluster. Field names and meanings are those of
 * https://kubernetes.io/docs/reference/kubernetes-api/.
 */
export type Protocol = 'TCP' | 'UDP' | 'SCTP'

export type IpFamily = 'IPv4' | 'IPv6'

export interface Namespace extends KubeObject {
  readonly kind: 'Namespace'
  readonly status?: { readonly phase?: string }
}

export interface Node extends KubeObject {
  readonly kind: 'Node'
  readonly spec?: {
    readonly podCIDR?: string
    readonly podCIDRs?: readonly string[]
    readonly providerID?: string
    readonly unschedulable?: boolean
  }
  readonly status?: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[]
    readonly conditions?: readonly Condition[]
  }
}

export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly observedGeneration?: number
}

export interface ConfigMap extends KubeObject {
  readonly kind: 'ConfigMap'
  readonly data?: Readonly<Record<string, string>>
  readonly binaryData?: Readonly<Record<string, string>>
  readonly immutable?: boolean
}

export interface ServiceAccount extends KubeObject {
  readonly kind: 'ServiceAccount'
  readonly automountServiceAccountToken?: boolean
}

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'

export interface Service extends KubeObject {
  readonly kind: 'Service'
  readonly spec?: ServiceSpec
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly LoadBalancerIngress[] }
    readonly conditions?: readonly Condition[]
  }
}

export interface ServiceSpec {
  readonly type?: ServiceType
  readonly selector?: Labels
  readonly ports?: readonly ServicePort[]
  readonly clusterIP?: string
  readonly clusterIPs?: readonly string[]
  readonly ipFamilies?: readonly IpFamily[]
  readonly ipFamilyPolicy?: string
  readonly externalName?: string
  readonly externalIPs?: readonly string[]
  readonly externalTrafficPolicy?: 'Cluster' | 'Local'
  readonly internalTrafficPolicy?: 'Cluster' | 'Local'
  readonly trafficDistribution?: string
  readonly publishNotReadyAddresses?: boolean
  readonly sessionAffinity?: 'None' | 'ClientIP'
  readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } }
  readonly allocateLoadBalancerNodePorts?: boolean
  readonly loadBalancerClass?: string
  readonly loadBalancerIP?: string
  readonly loadBalancerSourceRanges?: readonly string[]
  readonly healthCheckNodePort?: number
}

export interface ServicePort {
  readonly name?: string
  readonly protocol?: Protocol
  readonly appProtocol?: string
  readonly port: number
  readonly targetPort?: IntOrString
  readonly nodePort?: number
}

export interface LoadBalancerIngress {
  readonly ip?: string
  readonly hostname?: string
  readonly ipMode?: 'VIP' | 'Proxy'
}

/** The label by which an EndpointSlice names the Service that it belongs to. */
export const serviceNameLabel = 'kubernetes.io/service-name'

/** The label that the API server puts on every namespace, with the namespace's name as its value. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name'

export interface EndpointSlice extends KubeObject {
  readonly kind: 'EndpointSlice'
  readonly addressType?: IpFamily | 'FQDN'
  readonly endpoints?: readonly SliceEndpoint[]
  readonly ports?: readonly EndpointPort[]
}

export interface SliceEndpoint {
  readonly addresses: readonly string[]
  readonly conditions?: {
    readonly ready?: boolean
    readonly serving?: boolean
    readonly terminating?: boolean
  }
  readonly hostname?: string
  readonly nodeName?: string
  readonly zone?: string
  readonly hints?: {
    readonly forZones?: readonly { readonly name: string }[]
    readonly forNodes?: readonly { readonly name: string }[]
  }
  readonly targetRef?: ObjectReference
}

export interface EndpointPort {
  readonly name?: string
  readonly port?: number
  readonly protocol?: Protocol
  readonly appProtocol?: string
}

export interface ObjectReference {
  readonly apiVersion?: string
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  readonly uid?: string
}

/** Deprecated since Kubernetes 1.33 in favour of EndpointSlice; read, never written. */
export interface Endpoints extends KubeObject {
  readonly kind: 'Endpoints'
  readonly subsets?: readonly {
    readonly addresses?: readonly EndpointAddress[]
    readonly notReadyAddresses?: readonly EndpointAddress[]
    readonly ports?: readonly EndpointPort[]
  }[]
}

export interface EndpointAddress {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef?: ObjectReference
}

export type PolicyType = 'Ingress' | 'Egress'

export interface NetworkPolicy extends KubeObject {
  readonly kind: 'NetworkPolicy'
  readonly spec?: NetworkPolicySpec
}

export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector
  readonly policyTypes?: readonly PolicyType[]
  readonly ingress?: readonly NetworkPolicyIngressRule[]
  readonly egress?: readonly NetworkPolicyEgressRule[]
}

export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

export interface NetworkPolicyEgressRule {
  readonly to?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector
  readonly namespaceSelector?: LabelSelector
  readonly ipBlock?: IpBlock
}

export interface IpBlock {
  readonly cidr: string
  readonly except?: readonly string[]
}

export interface NetworkPolicyPort {
  readonly protocol?: Protocol
  readonly port?: IntOrString
  readonly endPort?: number
}

export interface IngressClass extends KubeObject {
  readonly kind: 'IngressClass'
  readonly spec?: { readonly controller?: string; readonly parameters?: ObjectReference }
}

export interface Ingress extends KubeObject {
  readonly kind: 'Ingress'
  readonly spec?: {
    readonly ingressClassName?: string
    readonly defaultBackend?: IngressBackend
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[]
    readonly rules?: readonly IngressRule[]
  }
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly LoadBalancerIngress[] }
  }
}

export interface IngressRule {
  readonly host?: string
  readonly http?: { readonly paths?: readonly IngressPath[] }
}

export interface IngressPath {
  readonly path?: string
  readonly pathType?: 'Exact' | 'Prefix' | 'ImplementationSpecific'
  readonly backend?: IngressBackend
}

export interface IngressBackend {
  readonly service?: {
    readonly name?: string
    readonly port?: { readonly name?: string; readonly number?: number }
  }
  readonly resource?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string }
}
