import type { FieldPath } from '../base/field-path.ts'
import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import { cursorContext } from '../language/cursor-context.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import { labSchema } from './lab-definition.generated.ts'

/** A word that may stand at the cursor of a `lab.yaml`. */
export interface LabCompletion {
  readonly label: string
  readonly kind: 'field' | 'value'
  readonly insertText: string
  /** What is replaced. */
  readonly range: OffsetRange
  readonly detail?: string
  readonly documentation?: string
  /** Whether the definition is not complete without it. */
  readonly required: boolean
}

const root = recordOf(labSchema)

/** The fields or values that the definition may have at the cursor, those that it needs first. */
export function completeLab(text: string, offset: number): readonly LabCompletion[] {
  const cursor = cursorContext(text, offset)
  if (!cursor) return []
  const value = parseYamlFile(cursor.textWithoutLine).documents[0]?.value
  if (cursor.part === 'value')
    return valuesAt(cursor.path, value).map(({ label, documentation }) => ({
      label,
      kind: 'value',
      insertText: label,
      range: cursor.range,
      required: false,
      ...(documentation !== undefined && { documentation })
    }))
  const here = recordOf(valueAt(value, cursor.path))
  const fields = new Map<string, LabCompletion>()
  for (const schema of schemasAt(cursor.path, value))
    for (const completion of fieldsOf(schema, here, cursor.indent, cursor.range))
      if (!fields.has(completion.label)) fields.set(completion.label, completion)
  return [...fields.values()].sort((a, b) => Number(b.required) - Number(a.required))
}

/** What the schema says of a field, for a person who rests on it. */
export function describeLabField(path: FieldPath, value: unknown): string | undefined {
  for (const schema of schemasAt(path, value)) {
    const said = stringOf(schema.description)
    if (said !== undefined) return said
  }
  return undefined
}

function fieldsOf(
  schema: UnknownRecord,
  here: UnknownRecord,
  indent: number,
  range: OffsetRange
): readonly LabCompletion[] {
  const required = itemsOf(schema.required)
  return Object.entries(recordOf(schema.properties))
    .filter(([name]) => !Object.hasOwn(here, name))
    .map(([name, field]) => {
      const [of = {}] = resolved(recordOf(field))
      const description = stringOf(recordOf(field).description) ?? stringOf(of.description)
      const type = stringOf(of.type) ?? (of.enum ? 'word' : undefined)
      return {
        label: name,
        kind: 'field',
        insertText: `${name}:${beginning(type, indent)}`,
        range,
        required: required.includes(name),
        ...(type !== undefined && { detail: type }),
        ...(description !== undefined && { documentation: description })
      }
    })
}

/** What follows the colon: a list and a map begin on a line of their own. */
function beginning(type: string | undefined, indent: number): string {
  const inner = `\n${' '.repeat(indent + 2)}`
  return type === 'array' ? `${inner}- ` : type === 'object' ? inner : ' '
}

function valuesAt(
  path: FieldPath,
  value: unknown
): readonly { readonly label: string; readonly documentation?: string }[] {
  if (path.at(-1) === 'baseline') return checksBefore(value).map(label => ({ label }))
  const words = schemasAt(path, value).flatMap(schema => {
    const documentation = stringOf(schema.description)
    const all = [...itemsOf(schema.enum), ...('const' in schema ? [schema.const] : [])]
    return all.map(word => ({
      label: String(word),
      ...(documentation !== undefined && { documentation })
    }))
  })
  return words.filter(({ label }, i) => words.findIndex(one => one.label === label) === i)
}

/** Ids of checks whose success may be the baseline of a block. */
function checksBefore(value: unknown): readonly string[] {
  return itemsOf(recordOf(value).steps)
    .flatMap(step => itemsOf(recordOf(step).checks))
    .map(recordOf)
    .filter(({ kind }) => ['http', 'tcp', 'udp'].includes(String(kind)))
    .flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
}

/** The schemas that hold for a field. Where one of several may hold, those that fit the value's `kind`. */
function schemasAt(path: FieldPath, value: unknown): readonly UnknownRecord[] {
  let schemas = narrowed(resolved(root), value)
  let here = value
  for (const step of path) {
    here = stepInto(here, step)
    const inner = schemas.flatMap(schema => resolved(schemaOf(schema, step)))
    schemas = narrowed(inner, here)
  }
  return schemas
}

function schemaOf(schema: UnknownRecord, step: string | number): UnknownRecord {
  if (typeof step === 'number') return recordOf(schema.items)
  const properties = recordOf(schema.properties)
  return recordOf(Object.hasOwn(properties, step) ? properties[step] : schema.additionalProperties)
}

function resolved(schema: UnknownRecord): readonly UnknownRecord[] {
  const ref = stringOf(schema.$ref)
  if (ref !== undefined)
    return resolved(recordOf(recordOf(root.$defs)[ref.replace('#/$defs/', '')]))
  return schema.oneOf === undefined
    ? [schema]
    : itemsOf(schema.oneOf).flatMap(one => resolved(recordOf(one)))
}

function narrowed(schemas: readonly UnknownRecord[], value: unknown): readonly UnknownRecord[] {
  const { kind } = recordOf(value)
  const fitting = schemas.filter(
    ({ properties }) => kind !== undefined && recordOf(recordOf(properties).kind).const === kind
  )
  return fitting.length > 0 ? fitting : schemas
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce(stepInto, value)
}

function stepInto(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? itemsOf(value)[step] : undefined
  return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined
}
