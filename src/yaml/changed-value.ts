import type { FieldPath } from '../base/field-path.ts'
import { isRecord, valueAt } from '../base/json.ts'

/** One change of a value, by path. */
export type ValueChange =
  | { readonly kind: 'set'; readonly path: FieldPath; readonly value: unknown }
  | {
      readonly kind: 'insert'
      readonly path: FieldPath
      readonly key: string
      readonly value: unknown
      readonly after: string | undefined
    }
  | { readonly kind: 'append'; readonly path: FieldPath; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: FieldPath }
  | { readonly kind: 'rename'; readonly path: FieldPath; readonly key: string }

/** The value after a change. What isn't there is made where the change needs it; the rest is shared. */
export function changedValue(value: unknown, change: ValueChange): unknown {
  switch (change.kind) {
    case 'set':
      return withAt(value, change.path, () => change.value)
    case 'insert':
      return withAt(value, change.path, map =>
        withEntry(map, change.key, change.value, change.after)
      )
    case 'append':
      return withAt(value, change.path, list => [
        ...(Array.isArray(list) ? (list as readonly unknown[]) : []),
        change.value
      ])
    case 'remove':
    case 'rename': {
      const last = change.path.at(-1)
      const parent = change.path.slice(0, -1)
      if (last === undefined || valueAt(value, change.path) === undefined) return value
      return withAt(value, parent, container =>
        change.kind === 'remove' ? without(container, last) : renamed(container, last, change.key)
      )
    }
  }
}

function withAt(value: unknown, path: FieldPath, change: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  if (typeof step === 'number') {
    const items = Array.isArray(value) ? [...(value as readonly unknown[])] : []
    const at = Math.min(step, items.length)
    items[at] = withAt(items[at], rest, change)
    return items
  }
  const record = isRecord(value) ? value : {}
  const old = Object.hasOwn(record, step) ? record[step] : undefined
  return withEntry(record, step, withAt(old, rest, change))
}

function withEntry(map: unknown, key: string, value: unknown, after?: string): unknown {
  const entries = Object.entries(isRecord(map) ? map : {})
  const at = entries.findIndex(([name]) => name === key)
  if (at >= 0) entries[at] = [key, value]
  else {
    const sibling = entries.findIndex(([name]) => name === after)
    entries.splice(sibling < 0 ? entries.length : sibling + 1, 0, [key, value])
  }
  return Object.fromEntries(entries)
}

function without(container: unknown, step: string | number): unknown {
  if (Array.isArray(container))
    return (container as readonly unknown[]).filter((_, index) => index !== step)
  return Object.fromEntries(
    Object.entries(isRecord(container) ? container : {}).filter(([key]) => key !== step)
  )
}

function renamed(container: unknown, step: string | number, key: string): unknown {
  return Object.fromEntries(
    Object.entries(isRecord(container) ? container : {})
      .filter(([name]) => name === step || name !== key)
      .map(([name, value]) => [name === step ? key : name, value])
  )
}
