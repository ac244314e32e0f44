import type { IntOrString } from './int-or-string.ts'
import type { Condition, Protocol } from './kinds.ts'
import type { KubeObject } from './object.ts'
import type { Labels } from './selector.ts'

export interface Pod extends KubeObject {
  readonly kind: 'Pod'
  readonly spec?: PodSpec
  readonly status?: PodStatus
}

export interface PodSpec {
  readonly containers?: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly ephemeralContainers?: readonly Container[]
  readonly nodeName?: string
  readonly hostNetwork?: boolean
  readonly hostname?: string
  readonly subdomain?: string
  readonly setHostnameAsFQDN?: boolean
  readonly dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None'
  readonly dnsConfig?: PodDnsConfig
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames?: readonly string[] }[]
  readonly restartPolicy?: string
  readonly serviceAccountName?: string
  readonly automountServiceAccountToken?: boolean
  readonly enableServiceLinks?: boolean
  readonly nodeSelector?: Labels
  readonly readinessGates?: readonly { readonly conditionType: string }[]
  readonly terminationGracePeriodSeconds?: number
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly volumes?: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[]
}

export interface PodDnsConfig {
  readonly nameservers?: readonly string[]
  readonly searches?: readonly string[]
  readonly options?: readonly { readonly name: string; readonly value?: string }[]
}

export interface Container {
  readonly name: string
  readonly image?: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  /** Whether the command waits for what someone types. */
  readonly stdin?: boolean
  readonly ports?: readonly ContainerPort[]
  readonly env?: readonly {
    readonly name: string
    readonly value?: string
    readonly valueFrom?: Readonly<Record<string, unknown>>
  }[]
  readonly readinessProbe?: Probe
  readonly livenessProbe?: Probe
  readonly startupProbe?: Probe
  /** `Always` on an init container makes it a sidecar, which runs and listens as long as the Pod. */
  readonly restartPolicy?: string
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly volumeMounts?: readonly (Readonly<Record<string, unknown>> & {
    readonly name: string
    readonly mountPath: string
  })[]
}

export interface ContainerPort {
  readonly name?: string
  readonly containerPort: number
  readonly protocol?: Protocol
  readonly hostPort?: number
  readonly hostIP?: string
}

export interface Probe {
  readonly httpGet?: {
    readonly path?: string
    readonly port: IntOrString
    readonly host?: string
    readonly scheme?: string
  }
  readonly tcpSocket?: { readonly port: IntOrString; readonly host?: string }
  readonly grpc?: { readonly port: number; readonly service?: string }
  readonly exec?: { readonly command?: readonly string[] }
  readonly initialDelaySeconds?: number
  readonly periodSeconds?: number
  readonly timeoutSeconds?: number
  readonly successThreshold?: number
  readonly failureThreshold?: number
}

export interface PodStatus {
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  readonly reason?: string
  readonly message?: string
  readonly podIP?: string
  readonly podIPs?: readonly { readonly ip: string }[]
  readonly hostIP?: string
  readonly hostIPs?: readonly { readonly ip: string }[]
  readonly conditions?: readonly Condition[]
  readonly containerStatuses?: readonly ContainerStatus[]
  readonly initContainerStatuses?: readonly ContainerStatus[]
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[]
}

export interface ContainerStatus {
  readonly name: string
  readonly ready?: boolean
  readonly started?: boolean
  readonly restartCount?: number
  readonly image?: string
  readonly containerID?: string
  readonly lastState?: Readonly<Record<string, unknown>>
  readonly state?: Readonly<Record<string, unknown>>
}

/** Every address of a Pod, the primary one first; none before it runs on a node. */
export function podIpsOf(pod: Pod): readonly string[] {
  const listed = (pod.status?.podIPs ?? []).map(entry => entry.ip).filter(ip => ip !== '')
  if (listed.length > 0) return listed
  const single = pod.status?.podIP
  return single === undefined || single === '' ? [] : [single]
}

/** A Pod that has ended keeps its object, and often its `podIP`, but nothing listens there any more. */
export function isTerminated(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

export function isPodReady(pod: Pod): boolean {
  return (pod.status?.conditions ?? []).some(
    condition => condition.type === 'Ready' && condition.status === 'True'
  )
}

/** The containers that run as long as the Pod does: the ordinary ones and the sidecars. */
export function runningContainersOf(spec: PodSpec | undefined): readonly Container[] {
  return [
    ...(spec?.containers ?? []),
    ...(spec?.initContainers ?? []).filter(container => container.restartPolicy === 'Always')
  ]
}

/** What the containers of a Pod call their machine: the node, when they share its network. */
export function hostnameOf({ spec, metadata }: Pod): string {
  if (spec?.hostNetwork === true) return spec.nodeName ?? ''
  return spec?.hostname ?? metadata.name ?? ''
}
