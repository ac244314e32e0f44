import { withoutFields } from '../merge/without-fields.ts'
import { isRecord, itemsOf, jsonEqual } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Schema } from '../schema.ts'
import { entrySchema, itemSchema, type SchemaResolver } from '../merge/schema-walk.ts'
import { compare } from './compare.ts'
import {
  difference,
  equalSets,
  type FieldSet,
  formatSetPath,
  intersection,
  isEmptySet,
  pathsOf,
  unionOf
} from './field-set.ts'
import { fieldsOf } from './fields-of.ts'
import {
  isEntryOf,
  type ManagedEntry,
  newEntry,
  readManagedFields,
  withEntries,
  type Writer
} from './managed-fields.ts'
import { itemsByStep, mergeKind, stepOf } from './merge-kind.ts'

export interface ApplyOptions extends Writer {
  /** Takes over fields that other managers own, instead of naming them as conflicts. */
  readonly force?: boolean
}

export interface ApplyConflict {
  /** `"kubectl" using apps/v1`, with subresource and time where there are any. */
  readonly manager: string
  /** `.spec.replicas` */
  readonly field: string
}

export interface ApplyOutcome {
  /** The merged object; with conflicts it is not to be stored. */
  readonly object: KubeObject
  readonly conflicts: readonly ApplyConflict[]
}

/**
 * Merges an applied configuration into the live object as server-side apply does: what the manager
 * applied before and leaves out now goes away unless someone else owns it, and a field that another
 * manager owns with another value is a conflict.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function serverSideApply(
  live: KubeObject | undefined,
  applied: KubeObject,
  options: ApplyOptions,
  schema: Schema | undefined,
  schemas: SchemaResolver
): ApplyOutcome {
  const entries = readManagedFields(live)
  const own = entries.find(entry => isEntryOf(entry, options, 'Apply'))
  const fields = fieldsOf(applied, schema, schemas)
  const merged = mergeFields(live ?? {}, applied, schema, schemas)

  const change = compare(live, merged, schema, schemas)
  const touched = unionOf(change.added, change.modified)
  const conflicts = entries
    .filter(entry => entry !== own)
    .flatMap(entry => conflictsWith(entry, intersection(entry.fields, touched)))
  if (conflicts.length > 0 && options.force !== true)
    return { object: merged as KubeObject, conflicts }

  const others = entries
    .filter(entry => entry !== own)
    .map(entry => ({ ...entry, fields: difference(entry.fields, touched) }))
  const kept = others.reduce((all, entry) => unionOf(all, entry.fields), fields)
  const object = (
    own ? prune(merged, own.fields, kept, schema, schemas, true) : merged
  ) as KubeObject
  const gone = compare(merged, object, schema, schemas).removed
  const mine = own && equalSets(own.fields, fields) ? own : newEntry(options, 'Apply', fields)
  return {
    object: withEntries(object, [
      ...others.map(entry => ({ ...entry, fields: difference(entry.fields, gone) })),
      mine
    ]),
    conflicts: []
  }
}

function conflictsWith(entry: ManagedEntry, fields: FieldSet): ApplyConflict[] {
  if (isEmptySet(fields)) return []
  const subresource = entry.subresource === '' ? '' : ` with subresource "${entry.subresource}"`
  const using =
    entry.operation === 'Apply'
      ? ''
      : ` using ${entry.apiVersion}${entry.time === undefined ? '' : ` at ${entry.time}`}`
  const manager = `"${entry.manager}"${subresource}${using}`
  return pathsOf(fields).map(path => ({ manager, field: formatSetPath(path) }))
}

/** The message of the 409 that the API server answers with (apimachinery `managedfields`). */
export function conflictMessage(conflicts: readonly ApplyConflict[]): string {
  const [first] = conflicts
  if (first && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.field}`
  const managers = [...new Set(conflicts.map(one => one.manager))].sort()
  const parts = managers.map(manager => {
    const fields = conflicts.filter(one => one.manager === manager).map(one => `- ${one.field}`)
    return `conflicts with ${manager}:\n${fields.join('\n')}`
  })
  return `Apply failed with ${conflicts.length} conflicts: ${parts.join('\n')}`
}

function mergeFields(
  live: unknown,
  applied: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): unknown {
  const kind = mergeKind(applied, schema)
  if (kind === 'atomic' || live === undefined || live === null || mergeKind(live, schema) !== kind)
    return kind === 'fields' ? mergeRecords({}, applied, schema, schemas) : applied
  return kind === 'items'
    ? mergeItems(live, applied, schema, schemas)
    : mergeRecords(live, applied, schema, schemas)
}

function mergeRecords(
  live: unknown,
  applied: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): unknown {
  const merged: Record<string, unknown> = { ...(isRecord(live) ? live : {}) }
  for (const [key, value] of Object.entries(isRecord(applied) ? applied : {})) {
    if (value === null) Reflect.deleteProperty(merged, key)
    else merged[key] = mergeFields(merged[key], value, entrySchema(schema, key, schemas), schemas)
  }
  return merged
}

/** Applied items come in their own order; live items that were not applied stay after their predecessor. */
function mergeItems(
  live: unknown,
  applied: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): unknown[] {
  const before = itemsByStep(live, schema, schemas)
  const now = itemsByStep(applied, schema, schemas)
  const items = itemSchema(schema, schemas)
  const result: unknown[] = []
  const rest = [...now]
  for (const [step, item] of before) {
    if (!now.has(step)) result.push(item)
    else {
      const next = rest.shift()
      if (next) result.push(mergeFields(before.get(next[0]), next[1], items, schemas))
    }
  }
  for (const [step, item] of rest) result.push(mergeFields(before.get(step), item, items, schemas))
  return result
}

/** Takes out what was applied before and that nobody wants any more. */
function prune(
  value: unknown,
  before: FieldSet,
  kept: FieldSet | undefined,
  schema: Schema | undefined,
  schemas: SchemaResolver,
  top: boolean
): unknown {
  const stays = (step: string): boolean => {
    const child = kept?.children.get(step)
    // An object without metadata is not an object; only what is inside can go.
    return (child !== undefined && !isEmptySet(child)) || (top && step === 'f:metadata')
  }
  if (Array.isArray(value)) {
    const items = itemSchema(schema, schemas)
    return itemsOf(value).flatMap(item => {
      const step = stepOf(item, schema, schemas)
      const was = before.children.get(step)
      if (!was) return [item]
      if (!stays(step)) return []
      return [prune(item, was, kept?.children.get(step), items, schemas, false)]
    })
  }
  if (!isRecord(value)) return value
  const result: Record<string, unknown> = { ...value }
  for (const [step, was] of before.children) {
    const key = step.slice(2)
    if (!Object.hasOwn(result, key)) continue
    if (!stays(step)) Reflect.deleteProperty(result, key)
    else if (was.children.size > 0) {
      const below = entrySchema(schema, key, schemas)
      result[key] = prune(result[key], was, kept?.children.get(step), below, schemas, false)
    }
  }
  return result
}

/** Whether two versions are the same for a client: all but managedFields and resourceVersion. */
export function sameForClients(a: KubeObject, b: KubeObject): boolean {
  return jsonEqual(visible(a), visible(b))
}

function visible(object: KubeObject): unknown {
  const metadata = withoutFields(object.metadata, 'managedFields', 'resourceVersion')
  return { ...object, metadata }
}
