import { isRecord, recordOf, valueAt } from '../base/json.ts'
import type { FieldPath } from '../base/field-path.ts'
import type { IntOrString } from './int-or-string.ts'
import type { Condition, Protocol } from './kinds.ts'
import { gvkOf, type KubeObject, type ObjectMeta } from './object.ts'
import { runningContainersOf, type Container, type ContainerPort, type PodSpec } from './pod.ts'
import type { LabelSelector, Labels } from './selector.ts'

export interface PodTemplateSpec {
  readonly metadata?: ObjectMeta
  readonly spec?: PodSpec
}

export interface WorkloadSpec {
  readonly replicas?: number
  readonly selector?: LabelSelector
  readonly template?: PodTemplateSpec
  readonly minReadySeconds?: number
}

export interface WorkloadStatus {
  readonly replicas?: number
  readonly readyReplicas?: number
  readonly availableReplicas?: number
  readonly updatedReplicas?: number
  readonly observedGeneration?: number
  readonly conditions?: readonly Condition[]
}

export interface Deployment extends KubeObject {
  readonly kind: 'Deployment'
  readonly spec?: WorkloadSpec & {
    readonly strategy?: Readonly<Record<string, unknown>>
    readonly paused?: boolean
  }
  readonly status?: WorkloadStatus
}

export interface ReplicaSet extends KubeObject {
  readonly kind: 'ReplicaSet'
  readonly spec?: WorkloadSpec
  readonly status?: WorkloadStatus
}

export interface StatefulSet extends KubeObject {
  readonly kind: 'StatefulSet'
  readonly spec?: WorkloadSpec & {
    readonly serviceName?: string
    readonly ordinals?: { readonly start?: number }
  }
  readonly status?: WorkloadStatus
}

export interface DaemonSet extends KubeObject {
  readonly kind: 'DaemonSet'
  readonly spec?: WorkloadSpec
  readonly status?: {
    readonly desiredNumberScheduled?: number
    readonly numberReady?: number
    readonly observedGeneration?: number
  }
}

export interface Job extends KubeObject {
  readonly kind: 'Job'
  readonly spec?: {
    readonly template?: PodTemplateSpec
    readonly completions?: number
    readonly parallelism?: number
    readonly backoffLimit?: number
  }
  readonly status?: {
    readonly active?: number
    readonly succeeded?: number
    readonly failed?: number
    readonly conditions?: readonly Condition[]
  }
}

export interface CronJob extends KubeObject {
  readonly kind: 'CronJob'
  readonly spec?: {
    readonly schedule?: string
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } }
  }
}

/** Where each kind of workload keeps its Pod template, and the group of the kind; a Pod is its own. */
const templates: ReadonlyMap<string, { readonly group: string; readonly path: FieldPath }> =
  new Map<string, { readonly group: string; readonly path: FieldPath }>([
    ['Deployment', { group: 'apps', path: ['spec', 'template'] }],
    ['ReplicaSet', { group: 'apps', path: ['spec', 'template'] }],
    ['StatefulSet', { group: 'apps', path: ['spec', 'template'] }],
    ['DaemonSet', { group: 'apps', path: ['spec', 'template'] }],
    ['Job', { group: 'batch', path: ['spec', 'template'] }],
    ['CronJob', { group: 'batch', path: ['spec', 'jobTemplate', 'spec', 'template'] }],
    ['ReplicationController', { group: '', path: ['spec', 'template'] }],
    ['PodTemplate', { group: '', path: ['template'] }],
    ['Pod', { group: '', path: [] }]
  ])

/** The path from an object to its Pod template, or undefined when the kind makes no Pods. */
export function podTemplatePathOf(object: KubeObject): FieldPath | undefined {
  const template = templates.get(object.kind)
  return template?.group === gvkOf(object).group ? template.path : undefined
}

/** The Pod template of a workload; a Pod gives itself. Undefined for kinds that make no Pods. */
export function podTemplateOf(object: KubeObject): PodTemplateSpec | undefined {
  const path = podTemplatePathOf(object)
  if (path === undefined) return undefined
  const template = valueAt(object, path)
  return isRecord(template) ? template : undefined
}

/** The labels that the Pods of an object carry, or undefined when it makes no Pods. */
export function podLabelsOf(object: KubeObject): Labels | undefined {
  const template = podTemplateOf(object)
  return template === undefined ? undefined : (recordOf(template.metadata?.labels) as Labels)
}

export interface DeclaredPort extends ContainerPort {
  readonly container: Container
}

/** The ports that the running containers declare. Declaring a port is information; it opens nothing. */
export function declaredPortsOf(spec: PodSpec | undefined): readonly DeclaredPort[] {
  return runningContainersOf(spec).flatMap(container =>
    (container.ports ?? []).map(port => ({ ...port, container }))
  )
}

/**
 * The number that a port by number or name means in these containers, or undefined when no container
 * declares that name for the protocol. Names are looked up as the EndpointSlice controller does: the first
 * declaration with the same name and protocol wins.
 */
export function resolvePort(
  spec: PodSpec | undefined,
  port: IntOrString,
  protocol: Protocol
): number | undefined {
  if (typeof port === 'number') return port
  for (const container of runningContainersOf(spec))
    for (const declared of container.ports ?? [])
      if (declared.name === port && (declared.protocol ?? 'TCP') === protocol)
        return declared.containerPort
  return undefined
}
