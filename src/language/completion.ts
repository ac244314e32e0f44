import { isRecord, stringOf, valueAt, type UnknownRecord } from '../base/json.ts'
import { apiVersionOf, gvkOf, isKubeObject, kindKey, type KubeObject } from '../model/object.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-file.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import { cursorContext, type CursorContext } from './cursor-context.ts'
import { jsonCursor } from './json-cursor.ts'
import { noteAt, noteText } from './notes/field-notes.ts'
import type { FileState } from './file-state.ts'
import { resolved, schemaAt, typeName } from './schema-path.ts'
import type { Snippet } from './snippets.ts'
import type { ValuePlace } from './values/choices.ts'
import { knownObject, knownObjects, type ClusterSnapshot } from './values/known-objects.ts'
import { knownValues } from './values/known-values.ts'
import { labelChoices } from './values/label-choices.ts'
import { usualRank } from './usual-fields.ts'
import { jsonForm, yamlForm, type Written, type WrittenForm } from './written-form.ts'

/** `insertText` replaces `range`; with `$1`, `${1:text}` and `$0` as tab stops when `isSnippet`. */
export interface Completion extends Written {
  readonly label: string
  readonly kind: 'field' | 'value' | 'kind' | 'snippet'
  readonly range: OffsetRange
  readonly detail?: string
  readonly documentation?: string
  /** Items are to be shown in the order of this text. */
  readonly sortText: string
  /** Whether something can be offered again right behind the inserted text. */
  readonly goesOn?: true
}

export interface CompletionOptions {
  readonly schemas: SchemaSet
  readonly workspace: WorkspaceView
  readonly cluster: ClusterSnapshot | undefined
  /** Manifests to start a document from, in the order in which they are offered. */
  readonly snippets: readonly Snippet[]
}

/** A cursor with the document around it, read without the word that is being typed. */
interface Situation extends CompletionOptions {
  readonly cursor: Pick<CursorContext, 'path' | 'part'>
  readonly object: UnknownRecord
  /** Whether the document holds anything but the word that is being typed. */
  readonly isBegun: boolean
  readonly range: OffsetRange
  readonly form: WrittenForm
  /** The objects of the document as they are with the half-typed line. */
  readonly halfTyped: ReadonlySet<KubeObject>
}

/** What can stand at an offset: fields with the required ones first, values, kinds, snippets. */
export function complete(
  state: FileState,
  offset: number,
  options: CompletionOptions
): readonly Completion[] {
  const own = state.parsed.documents.find(
    ({ range }) => range.start <= offset && offset <= range.end
  )
  const isJson = state.parsed.kind === 'json'
  const place = isJson ? inJson(state.text, offset) : inYaml(own ?? state, offset)
  if (!place) return []
  const halfTyped = new Set(
    state.documents
      .filter(one => one.document === own)
      .flatMap(({ objects }) => objects.map(({ manifest }) => manifest.object))
  )
  // A manifest to start from is YAML.
  const situation = { ...options, ...place, halfTyped, ...(isJson && { snippets: [] }) }
  if (place.cursor.part === 'value') return values(situation)
  return isScalarItem(situation) ? values(situation) : keys(situation)
}

type Place = Pick<Situation, 'cursor' | 'object' | 'isBegun' | 'range' | 'form'>

function inYaml(
  { text, range }: { readonly text: string; readonly range?: OffsetRange },
  offset: number
): Place | undefined {
  const start = range?.start ?? 0
  const cursor = cursorContext(text, offset - start)
  if (!cursor) return undefined
  // The line that is being typed would swallow the next one, so the document is read without it.
  const document: YamlDocument | undefined = parseYamlFile(cursor.textWithoutLine).documents.find(
    one => one.value !== undefined
  )
  return {
    cursor,
    object: isRecord(document?.value) ? document.value : {},
    isBegun: document !== undefined,
    range: { start: start + cursor.range.start, end: start + cursor.range.end },
    form: yamlForm(cursor.indent)
  }
}

function inJson(text: string, offset: number): Place | undefined {
  const cursor = jsonCursor(text, offset)
  if (!cursor || !isRecord(cursor.value)) return undefined
  const { value: object, range } = cursor
  return { cursor, object, isBegun: true, range, form: jsonForm(cursor) }
}

function keys(situation: Situation): readonly Completion[] {
  const { cursor, isBegun, object } = situation
  const isTop = cursor.path.length === 0
  if (isTop && Object.keys(object).length === 0)
    return [...fields(situation, typeSchema), ...snippetItems(situation)]
  const root = schemaOfValue(situation)
  if (root) return [...fields(situation, root), ...labelKeys(situation)]
  const isManifest = ['apiVersion', 'kind', 'metadata'].some(key => Object.hasOwn(object, key))
  return isTop && isManifest && isBegun ? fields(situation, typeSchema) : []
}

/** What every object has, for one whose kind is not known yet. */
const typeSchema: Schema = {
  required: ['apiVersion', 'kind', 'metadata'],
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' }
  }
}

function fields({ cursor, object, schemas, range, form }: Situation, root: Schema): Completion[] {
  const schema = schemaAt(schemas, root, cursor.path)
  const present = valueAt(object, cursor.path)
  const taken = isRecord(present) ? Object.keys(present) : []
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]): Completion[] => {
    if (taken.includes(name) || (cursor.path.length === 0 && name === 'status')) return []
    const own = resolved(schemas, field) ?? {}
    const required = schema?.required?.includes(name) === true
    const note = noteAt(object, [...cursor.path, name])
    return [
      {
        label: name,
        kind: 'field',
        ...form.field(name, own),
        range,
        detail: `${typeName(schemas, own)}${required ? ' · required' : ''}`,
        ...(note !== undefined && { documentation: noteText(note) }),
        sortText: fieldOrder(name, required, note !== undefined),
        goesOn: true
      }
    ]
  })
}

/**
 * Required fields first, then the usual ones in the order in which they are written, then those
 * that there is something to say about, which is what people look for.
 */
function fieldOrder(name: string, required: boolean, hasNote: boolean): string {
  const rank = String(usualRank(name) ?? 999).padStart(3, '0')
  const group = required ? 0 : rank !== '999' ? 1 : hasNote ? 2 : 3
  return `0${group}${rank}${name}`
}

/** Keys of labels where a selector is written. */
function labelKeys(situation: Situation): Completion[] {
  const { cursor, object, range, form } = situation
  const present = valueAt(object, cursor.path)
  const taken = isRecord(present) ? Object.keys(present) : []
  return [...labelChoices(placeOf(situation))]
    .filter(([key]) => !taken.includes(key))
    .map(([key, detail]) => ({
      label: key,
      kind: 'value',
      ...form.labelKey(key),
      range,
      detail,
      sortText: `3${key}`,
      goesOn: true
    }))
}

function values(situation: Situation): Completion[] {
  const { cursor, schemas } = situation
  const top = cursor.path.length === 1 ? cursor.path[0] : undefined
  if (top === 'kind' || top === 'apiVersion')
    return items(situation, typeChoices(situation, top), { kind: top === 'kind' })
  const schema = schemaAt(schemas, schemaOfValue(situation), cursor.path)
  const choices = new Map<string, string>()
  for (const one of schema?.enum ?? []) choices.set(String(one), 'allowed value')
  if (schema?.type === 'boolean') for (const one of ['true', 'false']) choices.set(one, 'boolean')
  for (const [one, detail] of knownValues(placeOf(situation))) choices.set(one, detail)
  return items(situation, choices, { schema })
}

function items(
  { range, form }: Situation,
  choices: ReadonlyMap<string, string>,
  of: { readonly kind?: boolean; readonly schema?: Schema | undefined }
): Completion[] {
  return [...choices].map(([label, detail], i) => ({
    label,
    kind: of.kind === true ? 'kind' : 'value',
    ...form.value(label, of.schema),
    range,
    ...(detail !== '' && { detail }),
    sortText: String(i).padStart(4, '0')
  }))
}

/** Kinds of the version that is written, or versions of the kind. */
function typeChoices(
  { object, schemas }: Situation,
  wanted: 'kind' | 'apiVersion'
): ReadonlyMap<string, string> {
  const choices = new Map<string, string>()
  const kind = stringOf(object.kind)
  const version = stringOf(object.apiVersion)
  for (const { gvk } of schemas.kinds()) {
    const own = apiVersionOf(gvk)
    if (wanted === 'kind' && (version ?? own) === own) choices.set(gvk.kind, own)
    if (wanted === 'apiVersion' && (kind ?? gvk.kind) === gvk.kind) choices.set(own, kind ?? '')
  }
  return choices
}

function placeOf({ object, cursor, workspace, cluster, halfTyped }: Situation): ValuePlace {
  const { apiVersion, kind } = object
  const hasType = typeof apiVersion === 'string' && typeof kind === 'string'
  // The word that is being typed is no value that somebody else has.
  const others = knownObjects(workspace, cluster).filter(one => !halfTyped.has(one.object))
  return {
    object,
    kind: hasType ? kindKey({ apiVersion, kind }) : '',
    namespace: stringOf(valueAt(object, ['metadata', 'namespace'])),
    path: cursor.path,
    known:
      isKubeObject(object) && isRecord(object.metadata)
        ? [knownObject(object, undefined), ...others]
        : others
  }
}

/** Whether the cursor stands behind the dash of a list of plain values. */
function isScalarItem(situation: Situation): boolean {
  const { cursor, schemas } = situation
  if (typeof cursor.path.at(-1) !== 'number') return false
  const schema = schemaAt(schemas, schemaOfValue(situation), cursor.path)
  return schema?.type === 'string' || schema?.type === 'integer' || schema?.intOrString === true
}

function schemaOfValue({ object, schemas }: Situation): Schema | undefined {
  return isKubeObject(object) ? schemas.schemaOf(gvkOf(object)) : undefined
}

function snippetItems({ snippets, range }: Situation): Completion[] {
  return snippets.map((snippet, i) => ({
    label: snippet.label,
    kind: 'snippet',
    insertText: snippet.body,
    isSnippet: true,
    range,
    detail: snippet.detail,
    sortText: `4${String(i).padStart(4, '0')}`
  }))
}
