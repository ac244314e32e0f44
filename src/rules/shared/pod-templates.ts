import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Container, PodSpec } from '../../model/pod.ts'
import { podTemplateOf, podTemplatePathOf } from '../../model/workloads.ts'
import { forLatest } from './for-latest.ts'

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

export interface PodPlace {
  readonly spec: PodSpec
  readonly at: FieldPath
}

/** The Pod in an object with the place of its `spec`. */
export const podSpecOf = forLatest((object: KubeObject): PodPlace | undefined => {
  const path = podTemplatePathOf(object)
  const spec = podTemplateOf(object)?.spec
  return path && spec && { spec, at: [...path, 'spec'] }
})

export interface ContainerPlace {
  readonly container: Container
  readonly at: FieldPath
  /** Runs and ends before the ordinary containers start. */
  readonly initial: boolean
}

/** Every container of a Pod with its place; sidecars among the init containers run as long as the Pod. */
export function containersOf(spec: PodSpec, at: FieldPath): readonly ContainerPlace[] {
  if (latest?.spec !== spec || latest.at !== at) latest = { spec, at, places: placesOf(spec, at) }
  return latest.places
}

/** As `forLatest` does for one object: most rules about Pods ask for the containers. */
let latest: (PodPlace & { readonly places: readonly ContainerPlace[] }) | undefined

function placesOf(spec: PodSpec, at: FieldPath): readonly ContainerPlace[] {
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
