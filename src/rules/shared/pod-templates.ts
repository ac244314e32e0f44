import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Container, PodSpec } from '../../model/pod.ts'
import { podTemplateOf, podTemplatePathOf } from '../../model/workloads.ts'

/** The types that hold a Pod or a template of Pods. */
export const podKeys = [
  'v1/Pod',
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'apps/v1/DaemonSet',
  'apps/v1/ReplicaSet',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'v1/ReplicationController'
]

/** The Pod in an object with the place of its `spec`. */
export function podSpecOf(
  object: KubeObject
): { readonly spec: PodSpec; readonly at: FieldPath } | undefined {
  const path = podTemplatePathOf(object)
  const spec = podTemplateOf(object)?.spec
  return path && spec && { spec, at: [...path, 'spec'] }
}

export interface ContainerPlace {
  readonly container: Container
  readonly at: FieldPath
  /** Runs and ends before the ordinary containers start. */
  readonly initial: boolean
}

/** Every container of a Pod with its place; sidecars among the init containers run as long as the Pod. */
export function containersOf(spec: PodSpec, at: FieldPath): readonly ContainerPlace[] {
  return [
    ...(spec.containers ?? []).map((container, i) => ({
      container,
      at: [...at, 'containers', i],
      initial: false
    })),
    ...(spec.initContainers ?? []).map((container, i) => ({
      container,
      at: [...at, 'initContainers', i],
      initial: container.restartPolicy !== 'Always'
    }))
  ]
}
