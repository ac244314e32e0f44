import { withoutFields } from '../merge/without-fields.ts'
import { isRecord, itemsOf, stringOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Schema } from '../schema.ts'
import type { SchemaResolver } from '../merge/schema-walk.ts'
import { compare } from './compare.ts'
import {
  difference,
  emptySet,
  equalSets,
  type FieldSet,
  fromFieldsV1,
  isEmptySet,
  toFieldsV1,
  unionOf
} from './field-set.ts'

/** One entry of `metadata.managedFields`, its fields read. */
export interface ManagedEntry {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
  readonly time: string | undefined
  readonly fields: FieldSet
}

/** Who writes: the field manager, and what of the object it writes. */
export interface Writer {
  readonly manager: string
  readonly apiVersion: string
  /** `status`, `scale`, or empty for the object itself. */
  readonly subresource?: string
  /** RFC 3339, seconds. */
  readonly time: string
}

export function readManagedFields(object: KubeObject | undefined): ManagedEntry[] {
  return itemsOf(object?.metadata.managedFields)
    .filter(isRecord)
    .map(entry => ({
      manager: stringOf(entry.manager) ?? '',
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: stringOf(entry.apiVersion) ?? '',
      subresource: stringOf(entry.subresource) ?? '',
      time: stringOf(entry.time),
      fields: fromFieldsV1(entry.fieldsV1)
    }))
}

export function writeManagedFields(entries: readonly ManagedEntry[]): unknown[] {
  return entries
    .filter(entry => !isEmptySet(entry.fields))
    .sort(byOperationAndTime)
    .map(entry => ({
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      ...(entry.time !== undefined && { time: entry.time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(entry.fields),
      ...(entry.subresource !== '' && { subresource: entry.subresource })
    }))
}

/** Apply before Update, then by time, as the API server sorts them. */
function byOperationAndTime(a: ManagedEntry, b: ManagedEntry): number {
  if (a.operation !== b.operation) return a.operation === 'Apply' ? -1 : 1
  const times = (a.time ?? '').localeCompare(b.time ?? '')
  return times !== 0 ? times : a.manager.localeCompare(b.manager)
}

export function isEntryOf(
  entry: ManagedEntry,
  writer: Writer,
  operation: 'Apply' | 'Update'
): boolean {
  return (
    entry.operation === operation &&
    entry.manager === writer.manager &&
    entry.apiVersion === writer.apiVersion &&
    entry.subresource === (writer.subresource ?? '')
  )
}

/**
 * Gives `after` the managedFields that it has once `writer` wrote it by create, update or patch: what
 * changed is the writer's and nobody else's any more. A writer that sends `managedFields: []` clears them.
 */
export function withManagedFields(
  before: KubeObject | undefined,
  after: KubeObject,
  writer: Writer,
  schema: Schema | undefined,
  schemas: SchemaResolver
): KubeObject {
  const { added, modified, removed } = compare(bare(before), bare(after), schema, schemas)
  const changed = unionOf(added, modified)
  const entries = readManagedFields(before).map(entry => {
    const own = isEntryOf(entry, writer, 'Update')
    const fields = own
      ? difference(unionOf(entry.fields, changed), removed)
      : difference(difference(entry.fields, changed), removed)
    return own && !equalSets(fields, entry.fields)
      ? { ...entry, fields, time: writer.time }
      : { ...entry, fields }
  })
  if (!entries.some(entry => isEntryOf(entry, writer, 'Update')))
    entries.push(newEntry(writer, 'Update', changed))
  return withEntries(after, entries)
}

export function newEntry(
  writer: Writer,
  operation: 'Apply' | 'Update',
  fields: FieldSet = emptySet
): ManagedEntry {
  return {
    manager: writer.manager,
    operation,
    apiVersion: writer.apiVersion,
    subresource: writer.subresource ?? '',
    time: writer.time,
    fields
  }
}

export function withEntries(object: KubeObject, entries: readonly ManagedEntry[]): KubeObject {
  const metadata = withoutFields(object.metadata, 'managedFields')
  const written = writeManagedFields(entries)
  return {
    ...object,
    metadata: written.length === 0 ? metadata : { ...metadata, managedFields: written }
  }
}

/** The object without what no manager can own, so that a comparison doesn't name it. */
function bare(object: KubeObject | undefined): unknown {
  if (!object) return { metadata: {} }
  const metadata = withoutFields(object.metadata, 'managedFields')
  return { ...object, metadata }
}
