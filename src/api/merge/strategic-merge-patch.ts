import { isRecord, itemsOf, jsonEqual, type UnknownRecord } from '../../base/json.ts'
import { goPlain } from '../go-value.ts'
import type { Schema } from '../schema.ts'
import { PatchError } from './patch-error.ts'
import { entrySchema, itemSchema, type SchemaResolver } from './schema-walk.ts'

const orderPrefix = '$setElementOrder/'
const deletePrefix = '$deleteFromPrimitiveList/'

/**
 * Applies a strategic merge patch: a merge patch whose lists are merged by `patchMergeKey` where the
 * schema says `patchStrategy: merge`. Knows the directives `$patch`, `$retainKeys`, `$setElementOrder/…`
 * and `$deleteFromPrimitiveList/…` (apimachinery `strategicpatch`).
 * @throws PatchError when a directive or a list item can't be understood.
 */
export function strategicMergePatch(
  current: unknown,
  patch: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): unknown {
  if (!isRecord(patch))
    throw new PatchError(
      'malformed',
      `json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type map[string]interface {}`
    )
  return mergeMap(isRecord(current) ? current : {}, patch, schema, schemas)
}

function mergeMap(
  current: UnknownRecord,
  patch: UnknownRecord,
  schema: Schema | undefined,
  schemas: SchemaResolver
): UnknownRecord {
  const directive = directiveOf(patch)
  if (directive === 'replace') return cleaned(patch)
  if (directive === 'delete') return {}
  const merged: Record<string, unknown> = retainedOf(current, patch)

  for (const [key, change] of Object.entries(patch)) {
    if (key === '$patch' || key === '$retainKeys' || key.startsWith(orderPrefix)) continue
    if (key.startsWith(deletePrefix)) {
      const list = key.slice(deletePrefix.length)
      const gone = itemsOf(change)
      if (merged[list] !== undefined)
        merged[list] = itemsOf(merged[list]).filter(item => !gone.some(one => jsonEqual(one, item)))
      continue
    }
    if (change === null) Reflect.deleteProperty(merged, key)
    else {
      const field = entrySchema(schema, key, schemas)
      merged[key] = mergeValue(merged[key], change, field, schemas, patch[orderPrefix + key])
    }
  }
  // An order without changes to the list itself still reorders it.
  for (const [key, order] of Object.entries(patch)) {
    const list = key.startsWith(orderPrefix) ? key.slice(orderPrefix.length) : undefined
    if (list === undefined || patch[list] !== undefined || !Array.isArray(merged[list])) continue
    const items = itemsOf(merged[list])
    merged[list] = ordered(items, itemsOf(order), items, mergeKeyOf(schema, list, schemas))
  }
  return merged
}

function mergeValue(
  current: unknown,
  change: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver,
  order: unknown
): unknown {
  if (isRecord(change))
    return strategyOf(schema).includes('replace')
      ? cleaned(change)
      : mergeMap(isRecord(current) ? current : {}, change, schema, schemas)
  if (!Array.isArray(change)) return change
  const list = change as readonly unknown[]
  if (!strategyOf(schema).includes('merge')) return list.filter(item => !isMark(item)).map(cleaned)
  const before = itemsOf(current)
  const key = schema?.patchMergeKey
  const merged =
    key === undefined
      ? mergePrimitives(before, list)
      : mergeByKey(before, list, key, schema, schemas)
  return ordered(merged, order === undefined ? list : itemsOf(order), before, key)
}

function mergePrimitives(current: readonly unknown[], change: readonly unknown[]): unknown[] {
  const merged = [...current]
  for (const item of change) if (!merged.some(one => jsonEqual(one, item))) merged.push(item)
  return merged
}

function mergeByKey(
  current: readonly unknown[],
  change: readonly unknown[],
  key: string,
  schema: Schema | undefined,
  schemas: SchemaResolver
): unknown[] {
  if (change.some(item => isRecord(item) && isMark(item) && item.$patch === 'replace'))
    return change.filter(item => !isMark(item)).map(cleaned)
  const items = itemSchema(schema, schemas)
  const merged = [...current]
  for (const item of change) {
    if (!isRecord(item)) throw new PatchError('malformed', `a list merged by ${key} holds objects`)
    if (item[key] === undefined)
      throw new PatchError(
        'unforeseen',
        `map: ${goPlain(item)} does not contain declared merge key: ${key}`
      )
    const at = merged.findIndex(one => isRecord(one) && jsonEqual(one[key], item[key]))
    if (directiveOf(item) === 'delete') {
      for (let i = merged.length - 1; i >= 0; i--) {
        const one = merged[i]
        if (isRecord(one) && jsonEqual(one[key], item[key])) merged.splice(i, 1)
      }
      continue
    }
    const before = merged[at]
    if (at < 0) merged.push(mergeMap({}, item, items, schemas))
    else merged[at] = mergeMap(isRecord(before) ? before : {}, item, items, schemas)
  }
  return merged
}

/**
 * Items named by the order come in that order. An item that is not named keeps its place before the named
 * ones that it stood before, so what is new in a patch comes first (`normalizeElementOrder` of apimachinery).
 */
function ordered(
  list: readonly unknown[],
  order: readonly unknown[],
  before: readonly unknown[],
  key: string | undefined
): unknown[] {
  const idOf = (item: unknown): unknown => (key !== undefined && isRecord(item) ? item[key] : item)
  const rankIn = (all: readonly unknown[], item: unknown): number =>
    all.findIndex(one => jsonEqual(idOf(one), idOf(item)))
  const isNamed = (item: unknown): boolean => rankIn(order, item) >= 0
  const named = list.filter(isNamed).sort((a, b) => rankIn(order, a) - rankIn(order, b))
  const others = list.filter(item => !isNamed(item))
  const result: unknown[] = []
  while (named.length > 0 && others.length > 0) {
    const [was, other] = [rankIn(before, named[0]), rankIn(before, others[0])]
    const next = was >= 0 && other >= 0 && other < was ? others : named
    result.push(next.shift())
  }
  return [...result, ...named, ...others]
}

function mergeKeyOf(
  schema: Schema | undefined,
  list: string,
  schemas: SchemaResolver
): string | undefined {
  return entrySchema(schema, list, schemas)?.patchMergeKey
}

function strategyOf(schema: Schema | undefined): readonly string[] {
  return schema?.patchStrategy?.split(',') ?? []
}

function directiveOf(patch: UnknownRecord): string | undefined {
  const directive = patch.$patch
  if (directive === undefined) return undefined
  if (directive === 'replace' || directive === 'delete' || directive === 'merge') return directive
  throw new PatchError(
    'unforeseen',
    `unknown patch type: ${goPlain(directive)} in map: ${goPlain(patch)}`
  )
}

/** `{$patch: replace}` alone in a list speaks of the list, not of an item. */
function isMark(item: unknown): boolean {
  return isRecord(item) && Object.hasOwn(item, '$patch') && Object.keys(item).length === 1
}

function retainedOf(current: UnknownRecord, patch: UnknownRecord): Record<string, unknown> {
  if (patch.$retainKeys === undefined) return { ...current }
  const keys = itemsOf(patch.$retainKeys)
  return Object.fromEntries(Object.entries(current).filter(([key]) => keys.includes(key)))
}

/** A copy without directives, for what goes in as it stands. */
function cleaned(value: unknown): UnknownRecord
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => !isMark(item)).map(item => cleaned(item))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isDirective(key))
      .map(([key, entry]) => [key, cleaned(entry)])
  )
}

function isDirective(key: string): boolean {
  return (
    key === '$patch' ||
    key === '$retainKeys' ||
    key.startsWith(orderPrefix) ||
    key.startsWith(deletePrefix)
  )
}
