import { isRecord, stringOf, valueAt, type UnknownRecord } from '../base/json.ts'
import { apiVersionOf, gvkOf, isKubeObject, kindKey, type KubeObject } from '../model/object.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import { parseYamlFile, type YamlDocument } from '../yaml/yaml-file.ts'
import { scalarText } from '../yaml/scalar-text.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import { cursorContext, type CursorContext } from './cursor-context.ts'
import { noteAt, noteText } from './notes/field-notes.ts'
import type { FileState } from './file-state.ts'
import { resolved, schemaAt, typeName } from './schema-path.ts'
import type { Snippet } from './snippets.ts'
import type { ValuePlace } from './values/choices.ts'
import { knownObject, knownObjects, type ClusterSnapshot } from './values/known-objects.ts'
import { knownValues } from './values/known-values.ts'
import { labelChoices } from './values/label-choices.ts'

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

/** A cursor with the document around it, read without the line that is being typed. */
interface Situation extends CompletionOptions {
  readonly cursor: CursorContext
  readonly object: UnknownRecord
  readonly document: YamlDocument | undefined
  readonly range: OffsetRange
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
  const start = own?.range.start ?? 0
  const cursor = cursorContext(own?.text ?? state.text, offset - start)
  if (!cursor) return []
  const range = { start: start + cursor.range.start, end: start + cursor.range.end }
  // The line that is being typed would swallow the next one, so the document is read without it.
  const document = parseYamlFile(cursor.textWithoutLine).documents.find(
    one => one.value !== undefined
  )
  const object = isRecord(document?.value) ? document.value : {}
  const halfTyped = new Set(
    state.documents
      .filter(one => one.document === own)
      .flatMap(({ objects }) => objects.map(({ manifest }) => manifest.object))
  )
  const situation = { ...options, cursor, document, object, range, halfTyped }
  if (cursor.part === 'value') return values(situation)
  return isScalarItem(situation) ? values(situation) : keys(situation)
}

function keys(situation: Situation): readonly Completion[] {
  const { cursor, document, object } = situation
  const isTop = cursor.path.length === 0
  if (isTop && Object.keys(object).length === 0)
    return [...fields(situation, typeSchema), ...snippetItems(situation)]
  const root = schemaOfValue(situation)
  if (root) return [...fields(situation, root), ...labelKeys(situation)]
  const isManifest = ['apiVersion', 'kind', 'metadata'].some(key => Object.hasOwn(object, key))
  return isTop && isManifest && document ? fields(situation, typeSchema) : []
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

function fields({ cursor, object, schemas, range }: Situation, root: Schema): Completion[] {
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
        insertText: fieldText(name, own, cursor.indent),
        isSnippet: false,
        range,
        detail: `${typeName(schemas, own)}${required ? ' · required' : ''}`,
        ...(note !== undefined && { documentation: noteText(note) }),
        sortText: `${required ? '0' : '1'}${name}`,
        goesOn: true
      }
    ]
  })
}

/** Keys of labels where a selector is written. */
function labelKeys(situation: Situation): Completion[] {
  const { cursor, object, range } = situation
  const present = valueAt(object, cursor.path)
  const taken = isRecord(present) ? Object.keys(present) : []
  return [...labelChoices(placeOf(situation))]
    .filter(([key]) => !taken.includes(key))
    .map(([key, detail]) => ({
      label: key,
      kind: 'value',
      insertText: `${key}: `,
      isSnippet: false,
      range,
      detail,
      sortText: `2${key}`,
      goesOn: true
    }))
}

function values(situation: Situation): Completion[] {
  const { cursor, range, schemas } = situation
  const top = cursor.path.length === 1 ? cursor.path[0] : undefined
  if (top === 'kind' || top === 'apiVersion')
    return items(typeChoices(situation, top), range, top === 'kind' ? 'kind' : 'value')
  const schema = schemaAt(schemas, schemaOfValue(situation), cursor.path)
  const choices = new Map<string, string>()
  for (const one of schema?.enum ?? []) choices.set(String(one), 'allowed value')
  if (schema?.type === 'boolean') for (const one of ['true', 'false']) choices.set(one, 'boolean')
  const texts = new Set<string>()
  for (const [one, detail] of knownValues(placeOf(situation))) {
    choices.set(one, detail)
    if (schema?.type === 'string') texts.add(one)
  }
  return items(choices, range, 'value', texts)
}

/** Texts that YAML would take for a number or a boolean come in quotes where the field is a text. */
function items(
  choices: ReadonlyMap<string, string>,
  range: OffsetRange,
  kind: Completion['kind'],
  texts: ReadonlySet<string> = new Set()
): Completion[] {
  return [...choices].map(([label, detail], i) => ({
    label,
    kind,
    insertText: texts.has(label) ? scalarText(label) : label,
    isSnippet: false,
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

/** A field with what belongs behind it: a value on the line, or a new level. */
function fieldText(name: string, schema: Schema, indent: number): string {
  const pad = ' '.repeat(indent + 2)
  if (schema.type === 'array') return `${name}:\n${pad}- `
  if (schema.type === 'object' || schema.properties || schema.additionalProperties)
    return `${name}:\n${pad}`
  return `${name}: `
}

function snippetItems({ snippets, range }: Situation): Completion[] {
  return snippets.map((snippet, i) => ({
    label: snippet.label,
    kind: 'snippet',
    insertText: snippet.body,
    isSnippet: true,
    range,
    detail: snippet.detail,
    sortText: `2${String(i).padStart(4, '0')}`
  }))
}
