import { isRecord, jsonEqual } from '../../base/json.ts'
import type { Schema } from '../schema.ts'
import { entrySchema, itemSchema, type SchemaResolver } from '../merge/schema-walk.ts'
import { type FieldSet, growingSet, type GrowingSet, insert } from './field-set.ts'
import { withoutIdentity } from './fields-of.ts'
import { isNamedField, itemsByStep, mergeKind } from './merge-kind.ts'

/** Which fields differ between two versions of an object. */
export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

export function compare(
  before: unknown,
  after: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): Comparison {
  const sets = { added: growingSet(), modified: growingSet(), removed: growingSet() }
  compareAt(before, after, schema, schemas, [], sets)
  return {
    added: withoutIdentity(sets.added),
    modified: withoutIdentity(sets.modified),
    removed: withoutIdentity(sets.removed)
  }
}

interface Sets {
  readonly added: GrowingSet
  readonly modified: GrowingSet
  readonly removed: GrowingSet
}

function compareAt(
  before: unknown,
  after: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver,
  path: readonly string[],
  sets: Sets
): void {
  if (before === undefined && after === undefined) return
  const kind = mergeKind(after ?? before, schema)
  const leaf =
    kind === 'atomic' ||
    (before !== undefined && after !== undefined && mergeKind(before, schema) !== kind)
  if (leaf) {
    if (before === undefined) insert(sets.added, path)
    else if (after === undefined) insert(sets.removed, path)
    else if (!jsonEqual(before, after)) insert(sets.modified, path)
    return
  }
  // A collection that comes or goes is itself a field, unless Go's types hold it in any case.
  if (before === undefined && ownsItself(path, after)) insert(sets.added, path)
  if (after === undefined) insert(sets.removed, path)
  for (const step of stepsOf(before, after, schema, schemas, kind)) {
    const [a, b] = [step.before, step.after]
    compareAt(a, b, step.schema, schemas, [...path, step.name], sets)
    // Entries of a map with free keys are members also when they hold more.
    if (kind === 'fields' && !step.named && a === undefined && b !== undefined)
      insert(sets.added, [...path, step.name])
  }
}

interface Step {
  readonly name: string
  readonly before: unknown
  readonly after: unknown
  readonly schema: Schema | undefined
  readonly named: boolean
}

function stepsOf(
  before: unknown,
  after: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver,
  kind: 'fields' | 'items'
): Step[] {
  if (kind === 'items') {
    const old = itemsByStep(before, schema, schemas)
    const now = itemsByStep(after, schema, schemas)
    return [...new Set([...old.keys(), ...now.keys()])].map(name => ({
      name,
      before: old.get(name),
      after: now.get(name),
      schema: itemSchema(schema, schemas),
      named: true
    }))
  }
  const old = isRecord(before) ? before : {}
  const now = isRecord(after) ? after : {}
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map(key => ({
    name: `f:${key}`,
    before: old[key],
    after: now[key],
    schema: entrySchema(schema, key, schemas),
    named: isNamedField(schema, key) || schema === undefined
  }))
}

/** Structs that Go's types hold without a pointer, and lists without `omitempty`, are never "new". */
const alwaysThere = new Set([
  'f:metadata',
  'f:spec',
  'f:status',
  'f:template',
  'f:strategy',
  'f:updateStrategy',
  'f:containers',
  'f:loadBalancer',
  'f:backend'
])

function ownsItself(path: readonly string[], value: unknown): boolean {
  const last = path.at(-1)
  return last !== undefined && (!alwaysThere.has(last) || (isRecord(value) && isBare(value)))
}

function isBare(value: object): boolean {
  return Object.keys(value).length === 0
}
