import { isRecord, valueAt } from '../base/json.ts'
import { apiVersionOf } from '../model/object.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-file.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import { cursorContext, type CursorContext } from './cursor-context.ts'
import { fieldNotes } from './field-notes.ts'
import type { FileState } from './file-state.ts'
import { patternOf } from './hover.ts'
import { resolved, schemaAt, typeName } from './schema-path.ts'
import { snippets } from './snippets.ts'
import { workspaceValues } from './workspace-values.ts'

export interface Completion {
  readonly label: string
  readonly kind: 'field' | 'value' | 'kind' | 'snippet'
  /** Text that replaces `range`; with `$1`, `${1:text}` and `$0` as tab stops when `isSnippet`. */
  readonly insertText: string
  readonly isSnippet: boolean
  readonly range: OffsetRange
  readonly detail?: string
  readonly documentation?: string
  /** Items are to be shown in the order of this text. */
  readonly sortText: string
}

export interface CompletionOptions {
  readonly schemas: SchemaSet
  readonly workspace: WorkspaceView
}

/** What can stand at an offset: fields with the required ones first, values, kinds, snippets. */
export function complete(
  state: FileState,
  offset: number,
  options: CompletionOptions
): readonly Completion[] {
  const document = state.parsed.documents.find(
    ({ range }) => range.start <= offset && offset <= range.end
  )
  const start = document?.range.start ?? 0
  const text = document?.text ?? state.text
  const cursor = cursorContext(text, offset - start)
  if (!cursor) return []
  const range = { start: start + cursor.range.start, end: start + cursor.range.end }
  // The line that is being typed would swallow the next one, so the document is read without it.
  const blank = parseYamlFile(cursor.textWithoutLine).documents.find(one => one.value !== undefined)
  const value = blank?.value ?? {}
  if (cursor.part === 'value') return values(cursor, value, range, options)
  return keys(cursor, blank, value, range, options)
}

function keys(
  cursor: CursorContext,
  document: YamlDocument | undefined,
  value: unknown,
  range: OffsetRange,
  { schemas }: CompletionOptions
): Completion[] {
  const object = isRecord(value) ? value : {}
  const items: Completion[] = []
  if (cursor.path.length === 0 && Object.keys(object).length === 0)
    items.push(...snippetItems(range))
  const root = schemaOfValue(object, schemas)
  const schema: Schema | undefined = root
    ? schemaAt(schemas, root, cursor.path)
    : cursor.path.length === 0
      ? {
          properties: {
            apiVersion: { type: 'string' },
            kind: { type: 'string' },
            metadata: { type: 'object' }
          }
        }
      : undefined
  const present = valueAt(value, cursor.path)
  const taken = isRecord(present) ? Object.keys(present) : []
  const kind = typeof object.kind === 'string' ? object.kind : ''
  for (const [name, field] of Object.entries(schema?.properties ?? {})) {
    if (taken.includes(name) || (cursor.path.length === 0 && name === 'status')) continue
    const own = resolved(schemas, field) ?? {}
    const required = schema?.required?.includes(name) === true
    const note = fieldNotes[kind]?.[patternOf([...cursor.path, name])]
    items.push({
      label: name,
      kind: 'field',
      insertText: fieldText(name, own, cursor.indent),
      isSnippet: false,
      range,
      detail: `${typeName(schemas, own)}${required ? ' · required' : ''}`,
      ...(note !== undefined && { documentation: note }),
      sortText: `${required ? '0' : '1'}${name}`
    })
  }
  return document === undefined && cursor.path.length > 0 ? [] : items
}

function values(
  cursor: CursorContext,
  value: unknown,
  range: OffsetRange,
  { schemas, workspace }: CompletionOptions
): Completion[] {
  const object = isRecord(value) ? value : {}
  const at = cursor.path
  const top = at.length === 1 ? at[0] : undefined
  const choices = new Map<string, string>()
  if (top === 'kind' || top === 'apiVersion') {
    for (const { gvk } of schemas.kinds()) {
      const apiVersion = apiVersionOf(gvk)
      if (top === 'kind') {
        if (typeof object.apiVersion === 'string' && object.apiVersion !== apiVersion) continue
        choices.set(gvk.kind, apiVersion)
      } else if (typeof object.kind !== 'string' || object.kind === gvk.kind)
        choices.set(apiVersion, typeof object.kind === 'string' ? object.kind : '')
    }
  } else {
    const schema = schemaAt(schemas, schemaOfValue(object, schemas), at)
    for (const one of schema?.enum ?? []) choices.set(String(one), 'allowed value')
    if (schema?.type === 'boolean') for (const one of ['true', 'false']) choices.set(one, 'boolean')
    for (const [one, detail] of workspaceValues(object, at, workspace)) choices.set(one, detail)
  }
  return [...choices].map(([label, detail], i) => ({
    label,
    kind: top === 'kind' ? 'kind' : 'value',
    insertText: label,
    isSnippet: false,
    range,
    ...(detail !== '' && { detail }),
    sortText: String(i).padStart(4, '0')
  }))
}

function schemaOfValue(
  object: Readonly<Record<string, unknown>>,
  schemas: SchemaSet
): Schema | undefined {
  const { apiVersion, kind } = object
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined
  return schemas
    .kinds()
    .flatMap(({ gvk }) =>
      gvk.kind === kind && apiVersionOf(gvk) === apiVersion ? [schemas.schemaOf(gvk)] : []
    )[0]
}

/** A field with what belongs behind it: a value on the line, or a new level. */
function fieldText(name: string, schema: Schema, indent: number): string {
  const pad = ' '.repeat(indent + 2)
  if (schema.type === 'array') return `${name}:\n${pad}- `
  if (schema.type === 'object' || schema.properties || schema.additionalProperties)
    return `${name}:\n${pad}`
  return `${name}: `
}

function snippetItems(range: OffsetRange): Completion[] {
  return snippets.map(snippet => ({
    label: snippet.label,
    kind: 'snippet',
    insertText: snippet.body,
    isSnippet: true,
    range,
    detail: snippet.detail,
    sortText: `2${snippet.label}`
  }))
}
