import type { FieldPath } from '../base/field-path.ts'
import { findNode, rangeOfPath, type FieldPart } from './node-path.ts'
import { pathAtOffset, type PathAt } from './path-at.ts'
import { readDocument, type ReadDocument } from './read-document.ts'
import { splitDocuments } from './split-documents.ts'
import { isTemplateText } from './template-text.ts'
import type { OffsetRange } from './text-edit.ts'
import { YamlEditor } from './yaml-editor.ts'
import type { YamlProblem } from './yaml-problem.ts'

export type { YamlProblem, YamlProblemCode } from './yaml-problem.ts'

/** One document of a file. Ranges are offsets into the text of the whole file. */
export interface YamlDocument {
  /** Position among the documents of the file, from 0; empty documents count. */
  readonly index: number
  readonly range: OffsetRange
  /** The text of this document alone. */
  readonly text: string
  /** JSON value with Go's YAML types; undefined for an empty document. */
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
  /**
   * Range of a field: its key (the default), its value, or both. An item of a list has no key: it gives
   * its first key, or itself. A field that isn't there gives the key of its nearest ancestor.
   */
  rangeOf(path: FieldPath, part?: FieldPart): OffsetRange
  has(path: FieldPath): boolean
  /**
   * The field at an offset. In a line that is still being typed the last step of a key is what stands
   * there, or an empty text.
   */
  pathAt(offset: number): PathAt | undefined
  readonly edit: YamlEditor
}

export type YamlFileKind = 'yaml' | 'json' | 'helm-template' | 'binary' | 'too-large'

export interface YamlFile {
  readonly text: string
  readonly kind: YamlFileKind
  readonly documents: readonly YamlDocument[]
  /** Problems of the file as a whole, such as its size. */
  readonly problems: readonly YamlProblem[]
}

export interface ParseYamlOptions {
  /** The file before an edit: documents whose text stayed are taken from it. */
  readonly previous?: YamlFile | undefined
  /** Helps to tell JSON and Helm templates from YAML. */
  readonly path?: string | undefined
}

/** A text longer than this is not read: it is generated data, not something a person edits. */
const maximumLength = 10 * 1024 * 1024

/** Reads a text. Never throws: what is wrong stands in `problems`, of the file or of a document. */
export function parseYamlFile(text: string, options: ParseYamlOptions = {}): YamlFile {
  const refusal = refusalOf(text)
  if (refusal) return { text, kind: refusal.code, documents: [], problems: [refusal] }
  if (isTemplate(text, options.path))
    return { text, kind: 'helm-template', documents: [], problems: [] }

  const known = knownDocuments(options.previous)
  const documents = splitDocuments(text).map(({ start, end }, index) => {
    const own = text.slice(start, end)
    return new LocatedDocument(index, start, known.get(own) ?? readDocument(own))
  })
  return { text, kind: isJson(text, options.path) ? 'json' : 'yaml', documents, problems: [] }
}

function refusalOf(
  text: string
): (YamlProblem & { readonly code: 'too-large' | 'binary' }) | undefined {
  const range = { start: 0, end: Math.min(1, text.length) }
  if (text.length > maximumLength)
    return {
      code: 'too-large',
      message: 'This file has more than 10 million characters, so it is not checked.',
      range
    }
  const zero = text.indexOf('\0')
  // In a manifest it is a slip that is told at its place.
  if (zero < 0 || /^apiVersion[ \t]*:/m.test(text)) return undefined
  return {
    code: 'binary',
    message: 'This file holds characters that no text has, so it is not read as YAML.',
    range: { start: zero, end: zero + 1 }
  }
}

/** Helm renders every file in `templates`, also where an action stands in quotes. */
function isTemplate(text: string, path: string | undefined): boolean {
  if (isTemplateText(text)) return true
  return (
    path !== undefined &&
    /(?:^|\/)templates\/(?:.*\/)?[^/]+$/.test(path.replaceAll('\\', '/')) &&
    /\{\{-?\s*(?:\/\*|[$.(]|[a-z]+\b)/.test(text)
  )
}

function isJson(text: string, path: string | undefined): boolean {
  return path?.endsWith('.json') === true || /^\uFEFF?\s*[[{]/.test(text)
}

function knownDocuments(previous: YamlFile | undefined): ReadonlyMap<string, ReadDocument> {
  if (!previous) return nothingKnown
  const known = new Map<string, ReadDocument>()
  for (const document of previous.documents)
    if (document instanceof LocatedDocument) known.set(document.text, document.read)
  return known
}

const nothingKnown: ReadonlyMap<string, ReadDocument> = new Map()

class LocatedDocument implements YamlDocument {
  readonly index: number
  readonly range: OffsetRange
  readonly read: ReadDocument
  #problems: readonly YamlProblem[] | undefined
  #edit: YamlEditor | undefined

  constructor(index: number, start: number, read: ReadDocument) {
    this.index = index
    this.range = { start, end: start + read.text.length }
    this.read = read
  }

  get text(): string {
    return this.read.text
  }

  get value(): unknown {
    return this.read.value
  }

  get problems(): readonly YamlProblem[] {
    if (this.range.start === 0) return this.read.problems
    this.#problems ??= this.read.problems.map(problem => ({
      ...problem,
      range: this.#moved(problem.range)
    }))
    return this.#problems
  }

  get edit(): YamlEditor {
    this.#edit ??= new YamlEditor(this.read, this.range.start)
    return this.#edit
  }

  rangeOf(path: FieldPath, part: FieldPart = 'key'): OffsetRange {
    return this.#moved(rangeOfPath(this.read.syntax.root, path, part))
  }

  has(path: FieldPath): boolean {
    return findNode(this.read.syntax.root, path).depth === path.length
  }

  pathAt(offset: number): PathAt | undefined {
    return pathAtOffset(this.read, offset - this.range.start)
  }

  #moved({ start, end }: OffsetRange): OffsetRange {
    return { start: start + this.range.start, end: end + this.range.start }
  }
}
