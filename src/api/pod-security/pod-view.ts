import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'

/** A Pod, or a Pod template, as the checks of the Pod Security Standards look at it. */
export interface PodView {
  readonly annotations: UnknownRecord
  readonly spec: UnknownRecord
  /** The Pod's own securityContext. */
  readonly context: UnknownRecord
  /** Init containers first, then the ordinary ones, then the ephemeral ones. */
  readonly containers: readonly ContainerView[]
}

export interface ContainerView {
  readonly name: string
  readonly fields: UnknownRecord
  readonly context: UnknownRecord
}

/** Why a Pod doesn't fit a level: a reason in a word or two, and the details. */
export interface Violation {
  readonly reason: string
  readonly detail: string
}

export function podViewOf(metadata: unknown, spec: unknown): PodView {
  const fields = recordOf(spec)
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list =>
    itemsOf(fields[list]).filter(isRecord)
  )
  return {
    annotations: recordOf(recordOf(metadata).annotations),
    spec: fields,
    context: recordOf(fields.securityContext),
    containers: containers.map(one => ({
      name: stringOf(one.name) ?? '',
      fields: one,
      context: recordOf(one.securityContext)
    }))
  }
}

/** `"a", "b"` */
export function quoted(items: readonly string[]): string {
  return items.map(item => `"${item}"`).join(', ')
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}

/** `container "a"`, `containers "a", "b"` */
export function containersText(names: readonly string[]): string {
  return `${plural('container', names.length)} ${quoted(names)}`
}

/** The Pod and its containers that set something: `pod and containers "a", "b"`. */
export function settersText(pod: boolean, names: readonly string[]): string {
  return [...(pod ? ['pod'] : []), ...(names.length > 0 ? [containersText(names)] : [])].join(
    ' and '
  )
}

/** Names of the containers for which something holds. */
export function namesOf(
  pod: PodView,
  holds: (container: ContainerView) => boolean
): readonly string[] {
  return pod.containers.filter(holds).map(one => one.name)
}

/** Every text once, in the order of Go's sort. */
export function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1))
}
