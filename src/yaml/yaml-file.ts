import { parseDocument, type Document, type ParseOptions, type SchemaOptions } from 'yaml'
import type { FieldPath } from '../base/field-path.ts'
import { withGoTags } from './go-types.ts'
import { findNode, pathAtOffset, rangeOfPath, type FieldPart } from './node-path.ts'
import { valueOfDocument } from './node-value.ts'
import { YamlEditor } from './yaml-editor.ts'
import type { OffsetRange } from './text-edit.ts'

export type YamlProblemCode =
  'syntax' | 'tab-indent' | 'duplicate-key' | 'alias-bomb' | 'too-large' | 'binary'

export interface YamlProblem {
  readonly code: YamlProblemCode
  readonly message: string
  readonly range: OffsetRange
}

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
  /** For a path that isn't there: the key of its nearest ancestor. */
  rangeOf(path: FieldPath, part?: FieldPart): OffsetRange
  has(path: FieldPath): boolean
  pathAt(offset: number): { readonly path: FieldPath; readonly part: 'key' | 'value' } | undefined
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

/** A text longer than this is not read: it is generated data, not something a person edits. */
const maximumLength = 10 * 1024 * 1024

const parseOptions: ParseOptions & SchemaOptions = {
  schema: 'core',
  customTags: withGoTags,
  uniqueKeys: false,
  keepSourceTokens: false,
  prettyErrors: false,
  strict: false,
  merge: true
}

/** Reads a text. Never throws: what is wrong stands in `problems`, of the file or of a document. */
export function parseYamlFile(
  text: string,
  options: { readonly previous?: YamlFile | undefined; readonly path?: string } = {}
): YamlFile {
  const whole = { start: 0, end: Math.min(text.length, 1) }
  if (text.length > maximumLength)
    return empty(text, 'too-large', {
      code: 'too-large',
      message:
        'This file has more than 10 million characters, so it is not checked. Split it to have it checked.',
      range: whole
    })
  if (text.includes('\0')) return empty(text, 'binary')
  if (isHelmTemplate(text)) return empty(text, 'helm-template')

  const reusable = new Map<string, ParsedText[]>()
  for (const document of options.previous?.documents ?? []) {
    if (!(document instanceof LocatedDocument)) continue
    const same = reusable.get(document.text)
    if (same) same.push(document.parsed)
    else reusable.set(document.text, [document.parsed])
  }
  const documents = splitDocuments(text).map(({ start, end }, index) => {
    const own = text.slice(start, end)
    const parsed = reusable.get(own)?.pop() ?? parseText(own)
    return new LocatedDocument(index, start, parsed, text)
  })
  return { text, kind: /^\s*[[{]/.test(text) ? 'json' : 'yaml', documents, problems: [] }
}

interface ParsedText {
  readonly text: string
  readonly tree: Document
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
}

class LocatedDocument implements YamlDocument {
  readonly index: number
  readonly range: OffsetRange
  readonly parsed: ParsedText
  readonly #fileText: string
  #problems: readonly YamlProblem[] | undefined
  #edit: YamlEditor | undefined

  constructor(index: number, start: number, parsed: ParsedText, fileText: string) {
    this.index = index
    this.range = { start, end: start + parsed.text.length }
    this.parsed = parsed
    this.#fileText = fileText
  }

  get text(): string {
    return this.parsed.text
  }

  get value(): unknown {
    return this.parsed.value
  }

  get problems(): readonly YamlProblem[] {
    this.#problems ??= this.parsed.problems.map(problem => ({
      ...problem,
      range: this.#moved(problem.range)
    }))
    return this.#problems
  }

  get edit(): YamlEditor {
    this.#edit ??= new YamlEditor(this.parsed.value, this.range, this.#fileText)
    return this.#edit
  }

  rangeOf(path: FieldPath, part: FieldPart = 'key'): OffsetRange {
    return this.#moved(rangeOfPath(this.parsed.tree, path, part))
  }

  has(path: FieldPath): boolean {
    return findNode(this.parsed.tree, path).depth === path.length
  }

  pathAt(offset: number): { readonly path: FieldPath; readonly part: 'key' | 'value' } | undefined {
    return pathAtOffset(this.parsed.tree, offset - this.range.start)
  }

  #moved(range: OffsetRange): OffsetRange {
    return { start: range.start + this.range.start, end: range.end + this.range.start }
  }
}

function parseText(text: string): ParsedText {
  const problems: YamlProblem[] = []
  const tree = parseDocument(text, parseOptions)
  for (const error of tree.errors) {
    if (error.code === 'DUPLICATE_KEY' || error.code === 'MULTIPLE_DOCS') continue
    problems.push(problemOf(text, error.code, error.message, error.pos))
  }
  const value =
    problems.length > 0
      ? tolerantValue(tree, problems)
      : valueOfDocument(tree, problem => problems.push(problem))
  return { text, tree, value: value ?? undefined, problems }
}

/** A half-typed document still has a value for completion, but its doubled keys are not news. */
function tolerantValue(tree: Document, problems: readonly YamlProblem[]): unknown {
  return problems.length > 50 ? undefined : valueOfDocument(tree, () => undefined)
}

function problemOf(
  text: string,
  code: string,
  message: string,
  [start, end]: readonly [number, number]
): YamlProblem {
  const tab = tabNear(text, start)
  if (code === 'TAB_AS_INDENT' || tab !== undefined) {
    const at = tab ?? start
    return {
      code: 'tab-indent',
      message: 'A tab is used as indentation. YAML allows spaces only: replace the tab by spaces.',
      range: { start: at, end: at + 1 }
    }
  }
  const first = message.split('\n')[0] ?? message
  return {
    code: 'syntax',
    message: `This is not YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}. Fields are not checked until it is.`,
    range: { start, end: Math.max(end, Math.min(start + 1, text.length)) }
  }
}

/** The tab in the indentation of the line, which is the usual reason for an error there. */
function tabNear(text: string, offset: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', Math.max(offset - 1, 0)) + 1
  const indentation = /^[ ]*\t/.exec(text.slice(lineStart))
  return indentation ? lineStart + indentation[0].length - 1 : undefined
}

/** Documents begin at a line `---`; what stands before the first one belongs to it when it has content. */
function splitDocuments(text: string): OffsetRange[] {
  const starts: number[] = []
  for (const match of text.matchAll(/^---(?=\s|$)/gm)) starts.push(match.index)
  const ranges: OffsetRange[] = []
  const head = text.slice(0, starts[0] ?? text.length)
  const headMatters = starts.length === 0 || /^(?!\s*(?:#|%|$))/m.test(head.replace(/^\uFEFF/, ''))
  if (headMatters) ranges.push({ start: 0, end: starts[0] ?? text.length })
  for (const [i, start] of starts.entries())
    ranges.push({
      start: i === 0 && !headMatters ? 0 : start,
      end: starts[i + 1] ?? text.length
    })
  return ranges
}

/** Template actions outside of comments and quotes: the text becomes YAML only after rendering. */
function isHelmTemplate(text: string): boolean {
  if (!text.includes('{{')) return false
  return text
    .split('\n')
    .some(line => /^\s*(?:-\s+)?\{\{/.test(line) || /^[^#'"]*:\s*\{\{-?\s*[.$a-z]/i.test(line))
}

function empty(text: string, kind: YamlFileKind, problem?: YamlProblem): YamlFile {
  return { text, kind, documents: [], problems: problem ? [problem] : [] }
}
