import { isRecord } from '../../base/json.ts'

/**
 * A set of fields of an object, as `managedFields[].fieldsV1` writes it: a tree whose steps are `f:<name>`
 * for a field or map entry, `k:{…}` for a list item by its keys and `v:<value>` for an item of a set.
 */
export interface FieldSet {
  /** Whether the field at this place is itself in the set. */
  readonly member: boolean
  readonly children: ReadonlyMap<string, FieldSet>
}

export const emptySet: FieldSet = { member: false, children: new Map() }

/** A set that can still grow; every one is also a FieldSet. */
export interface GrowingSet extends FieldSet {
  member: boolean
  readonly children: Map<string, GrowingSet>
}

export function growingSet(): GrowingSet {
  return { member: false, children: new Map() }
}

export function insert(set: GrowingSet, path: readonly string[]): void {
  let at = set
  for (const step of path) {
    let next = at.children.get(step)
    if (!next) {
      next = growingSet()
      at.children.set(step, next)
    }
    at = next
  }
  at.member = true
}

export function isEmptySet(set: FieldSet): boolean {
  return !set.member && [...set.children.values()].every(isEmptySet)
}

export function unionOf(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children)
  for (const [step, child] of b.children) {
    const own = children.get(step)
    children.set(step, own ? unionOf(own, child) : child)
  }
  return { member: a.member || b.member, children }
}

/** What is in `a` and not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>()
  for (const [step, child] of a.children) {
    const other = b.children.get(step)
    const rest = other ? difference(child, other) : child
    if (!isEmptySet(rest)) children.set(step, rest)
  }
  return { member: a.member && !b.member, children }
}

/** `a` without the fields in `b` and without everything below them. */
export function withoutBelow(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>()
  for (const [step, child] of a.children) {
    const other = b.children.get(step)
    if (other?.member) continue
    const rest = other ? withoutBelow(child, other) : child
    if (!isEmptySet(rest)) children.set(step, rest)
  }
  return { member: a.member, children }
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>()
  for (const [step, child] of a.children) {
    const other = b.children.get(step)
    if (!other) continue
    const both = intersection(child, other)
    if (!isEmptySet(both)) children.set(step, both)
  }
  return { member: a.member && b.member, children }
}

export function equalSets(a: FieldSet, b: FieldSet): boolean {
  return isEmptySet(difference(a, b)) && isEmptySet(difference(b, a))
}

/** The members as paths, in the order of the tree. */
export function pathsOf(set: FieldSet): string[][] {
  const paths: string[][] = set.member ? [[]] : []
  for (const [step, child] of set.children)
    for (const path of pathsOf(child)) paths.push([step, ...path])
  return paths
}

/** A path as conflict messages write it: `.spec.containers[name="web"].image`. */
export function formatSetPath(path: readonly string[]): string {
  return path.map(formatStep).join('')
}

function formatStep(step: string): string {
  const rest = step.slice(2)
  if (step.startsWith('f:')) return `.${rest}`
  if (step.startsWith('v:')) return `[=${rest}]`
  const keys: unknown = JSON.parse(rest)
  const pairs = Object.entries(isRecord(keys) ? keys : {}).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}`
  )
  return `[${pairs.join(',')}]`
}

export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const steps = [...set.children].filter(([, child]) => !isEmptySet(child))
  if (set.member && steps.length > 0) fields['.'] = {}
  for (const [step, child] of steps.sort(([a], [b]) => (a < b ? -1 : 1)))
    fields[step] = toFieldsV1(child)
  return fields
}

export function fromFieldsV1(fields: unknown): FieldSet {
  // The root itself is never a field; an empty document is the empty set.
  return { ...readNode(fields), member: false }
}

function readNode(fields: unknown): FieldSet {
  const entries = Object.entries(isRecord(fields) ? fields : {})
  const steps = entries.filter(([step]) => step !== '.')
  return {
    member: steps.length === 0 || steps.length < entries.length,
    children: new Map(steps.map(([step, child]) => [step, readNode(child)]))
  }
}
