import type { FieldPath } from '../base/field-path.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import { fieldNotes } from './field-notes.ts'
import type { FileState, LocatedObject } from './file-state.ts'
import { patternOf } from './pattern-of.ts'
import { schemaAt, typeName } from './schema-path.ts'

/** What to show for a place; Markdown. */
export interface Hover {
  readonly range: OffsetRange
  readonly markdown: string
}

/** The field under an offset: its type, whether it is required, its values, and what it does to traffic. */
export function hover(state: FileState, offset: number, schemas: SchemaSet): Hover | undefined {
  const place = objectAt(state, offset)
  if (!place) return undefined
  const { manifest } = place.object
  const root = schemas.schemaOf(manifest.gvk)
  const about = manifest.gvk.kind
  const notes = fieldNotes[about]
  if (place.path.length === 1 && place.path[0] === 'kind') {
    const note = notes?.['']
    return note === undefined
      ? undefined
      : {
          range: manifest.document.rangeOf([...manifest.path, 'kind'], 'entry'),
          markdown: `**${about}** (${manifest.object.apiVersion})\n\n${note}`
        }
  }
  const schema = schemaAt(schemas, root, place.path)
  if (!schema) return undefined
  const parent = schemaAt(schemas, root, place.path.slice(0, -1))
  const note = notes?.[patternOf(place.path)]
  const lines = [
    headOf(place.path, schema, parent, schemas),
    ...factsOf(schema),
    ...(note === undefined ? [] : [note])
  ]
  return {
    range: manifest.document.rangeOf([...manifest.path, ...place.path], 'key'),
    markdown: lines.join('\n\n')
  }
}

/** The object and the path inside it that an offset belongs to. */
export function objectAt(
  state: FileState,
  offset: number
):
  | { readonly object: LocatedObject; readonly path: FieldPath; readonly part: 'key' | 'value' }
  | undefined {
  for (const { document, objects } of state.documents) {
    if (offset < document.range.start || offset > document.range.end) continue
    const at = document.pathAt(offset)
    const object = at && objects.findLast(({ manifest }) => startsWith(at.path, manifest.path))
    if (at && object)
      return { object, path: at.path.slice(object.manifest.path.length), part: at.part }
  }
  return undefined
}

function startsWith(path: FieldPath, prefix: FieldPath): boolean {
  return prefix.every((step, i) => path[i] === step)
}

function headOf(
  path: FieldPath,
  schema: Schema,
  parent: Schema | undefined,
  schemas: SchemaSet
): string {
  const name = path.at(-1)
  const required = typeof name === 'string' && parent?.required?.includes(name) === true
  const title = typeof name === 'number' ? `item ${name}` : String(name)
  return `**${title}** \`${typeName(schemas, schema)}\`${required ? ' · required' : ''}`
}

function factsOf(schema: Schema): string[] {
  const facts: string[] = []
  if (schema.enum)
    facts.push(`One of ${schema.enum.map(value => `\`${String(value)}\``).join(', ')}.`)
  if (schema.default !== undefined) facts.push(`Default: \`${JSON.stringify(schema.default)}\`.`)
  if (schema.minimum !== undefined && schema.maximum !== undefined)
    facts.push(`From ${schema.minimum} to ${schema.maximum}.`)
  if (schema.listMapKeys) facts.push(`Items are told apart by ${schema.listMapKeys.join(', ')}.`)
  return facts
}
