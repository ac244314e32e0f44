import { isRecord, itemsOf, recordOf, stringOf, valueAt } from '../../../src/base/json.ts'
import {
  isBroken,
  isKustomizationPath,
  kustomizationOf,
  treatmentOf
} from '../../../src/language/document-treatment.ts'
import { Positions } from '../../../src/language/positions.ts'
import { parseYamlFile, type YamlDocument } from '../../../src/yaml/yaml-file.ts'

/** One document of a file, to be asked about. */
export interface Question {
  readonly file: string
  /** Position of the document in its file, from 0. */
  readonly document: number
  /** The line at which its text begins, from 1. */
  readonly line: number
  /** The kind of the document as kubectl names it, such as `apps/v1 Deployment`. */
  readonly kind: string
  /** What is sent: the document as it is written, or the items of a List, which only clients know. */
  readonly objects: readonly SentObject[]
}

export interface SentObject {
  readonly apiVersion: string
  readonly kind: string
  /** The object as far as it can be read. */
  readonly value: unknown
  readonly text: string
  /** The text with another namespace than its own, which need not exist. */
  readonly textIn: (namespace: string) => string
  readonly contentType: 'application/json' | 'application/yaml'
}

/** The documents that somebody would send to an API server; patches, charts and other YAML are left out. */
export function questionsOf(files: Readonly<Record<string, string>>): Question[] {
  const neighbours = Object.keys(files)
    .filter(isKustomizationPath)
    .map(path => ({ path, value: kustomizationOf(files[path] ?? '') }))
  return Object.entries(files).flatMap(([file, text]) => {
    const parsed = parseYamlFile(text, { path: file })
    const positions = new Positions(text)
    return parsed.documents.flatMap(document => {
      const treatment = treatmentOf(file, document, { kind: parsed.kind, neighbours })
      if (treatment !== 'manifest' && !isBroken(document)) return []
      const objects = objectsOf(document, parsed.kind === 'json')
      const [{ apiVersion, kind } = { apiVersion: '', kind: '' }] = objects
      if (apiVersion === '' || kind === '') return []
      const { line } = positions.rangeAt(document.rangeOf(['apiVersion'])).start
      const name = isList(document.value) ? 'v1 List' : `${apiVersion} ${kind}`
      return [{ file, document: document.index, line: line + 1, kind: name, objects }]
    })
  })
}

function isList(value: unknown): boolean {
  const { apiVersion, kind } = recordOf(value)
  return apiVersion === 'v1' && kind === 'List'
}

function objectsOf(document: YamlDocument, isJson: boolean): readonly SentObject[] {
  const { value, text } = document
  if (isList(value)) return itemsOf(recordOf(value).items).map(jsonObject)
  const { apiVersion, kind } = recordOf(value)
  return [
    {
      apiVersion: stringOf(apiVersion) ?? topField(text, 'apiVersion'),
      kind: stringOf(kind) ?? topField(text, 'kind'),
      value,
      text,
      textIn: namespace => withNamespace(document, namespace),
      contentType: isJson ? 'application/json' : 'application/yaml'
    }
  ]
}

function jsonObject(value: unknown): SentObject {
  const { apiVersion, kind, metadata } = recordOf(value)
  return {
    apiVersion: stringOf(apiVersion) ?? '',
    kind: stringOf(kind) ?? '',
    value,
    text: JSON.stringify(value),
    contentType: 'application/json',
    textIn: namespace =>
      JSON.stringify(
        isRecord(metadata) && isReplaceable(metadata.namespace)
          ? { ...recordOf(value), metadata: { ...metadata, namespace } }
          : value
      )
  }
}

/** What a text that is no YAML says at its top all the same. */
function topField(text: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*["']?([\\w./-]+)`, 'm').exec(text)?.[1] ?? ''
}

/** Where a namespace stands; a review in a namespace names it a second time, and both have to be the same. */
const namespacePaths = [
  ['metadata', 'namespace'],
  ['spec', 'resourceAttributes', 'namespace']
]

/** The text as it stands, so that the server reads the YAML itself. */
function withNamespace(document: YamlDocument, namespace: string): string {
  const { range, value } = document
  const own = valueAt(value, ['metadata', 'namespace'])
  if (!isReplaceable(own)) return document.text
  let { text } = document
  const places = namespacePaths
    .filter(at => valueAt(value, at) === own)
    .map(at => document.rangeOf(at, 'value'))
  // From the end, so that the ranges before it stay what they are.
  for (const { start, end } of places.toSorted((a, b) => b.start - a.start))
    text = `${text.slice(0, start - range.start)}"${namespace}"${text.slice(end - range.start)}`
  return text
}

/** A namespace that no server would take is left for the server to say so. */
function isReplaceable(namespace: unknown): boolean {
  return typeof namespace === 'string' && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)
}
