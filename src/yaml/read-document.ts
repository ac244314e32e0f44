import { Composer, Parser, type Document } from 'yaml'
import { isAliasBomb } from './alias-cost.ts'
import { checkGoLimits } from './go-limits.ts'
import { treeOfLibrary } from './library-tree.ts'
import { problemOfLibrary } from './library-problem.ts'
import { isEmptyNode, type SyntaxDocument } from './syntax-tree.ts'
import { quickTree } from './quick-tree.ts'
import { mayEndInColon, relaxedText } from './relaxed-text.ts'
import { checkTabs } from './tab-check.ts'
import { valueOfTree } from './tree-value.ts'
import type { ReportProblem, YamlProblem } from './yaml-problem.ts'

/** One document read by itself: nothing in it depends on where in a file it stands. */
export interface ReadDocument {
  readonly text: string
  readonly syntax: SyntaxDocument
  /** Undefined for a document without content and for one that nobody should expand. */
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
}

/** Never throws: what is wrong with the text stands in `problems`. */
export function readDocument(text: string): ReadDocument {
  if (text.length > maximumLength) return unreadable(text, tooLarge(text))
  const syntax = readSyntax(text)
  if (!syntax) return unreadable(text, tooDeep(text))
  const { tree, problems } = syntax
  const { root } = tree
  if (isEmptyNode(root) && root.outerStart === root.start)
    return { text, syntax: tree, value: undefined, problems }
  if (tree.hasAliases && isAliasBomb(root))
    return { text, syntax: tree, value: undefined, problems: [...problems, aliasBomb(text)] }
  // While a line is being typed, doubled keys and the like are only a sign of the half-typed line.
  const broken = problems.length > 0
  const report: ReportProblem = problem => {
    if (broken || problems.length >= maximumProblems) return
    // What is empty at the end of the text has no character of its own.
    const end = Math.min(problem.range.end, text.length)
    problems.push({ ...problem, range: { start: Math.min(problem.range.start, end), end } })
  }
  checkTabs(text, root, report)
  checkGoLimits(text, root, report)
  const value = valueOfTree(root, report)
  const sorted = inOrder(problems)
  return syntax.isQuick
    ? new QuickDocument(text, value, sorted)
    : { text, syntax: tree, value, problems: sorted }
}

/**
 * A tree takes several times the memory of its text, and most documents of a workspace are never asked for the
 * place of a field: it is let go, and read again by whom asks.
 */
class QuickDocument implements ReadDocument {
  readonly text: string
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
  #syntax: SyntaxDocument | undefined

  constructor(text: string, value: unknown, problems: readonly YamlProblem[]) {
    this.text = text
    this.value = value
    this.problems = problems
  }

  get syntax(): SyntaxDocument {
    const syntax = (this.#syntax ??= quickTree(this.text))
    if (!syntax) throw new Error('A text that was read the quick way is not any more.')
    return syntax
  }
}

/** Objects beyond this hardly fit into etcd, and reading one takes longer than a person waits for. */
const maximumLength = 1_000_000

/** Nobody reads more of them, and a text of another kind has one on every line. */
const maximumProblems = 100

export interface ReadSyntax {
  readonly tree: SyntaxDocument
  readonly isQuick?: boolean
  readonly problems: YamlProblem[]
}

function readSyntax(text: string): ReadSyntax | undefined {
  const quick = quickTree(text)
  return quick ? { tree: quick, problems: [], isQuick: true } : readWithPackage(text)
}

/** What the yaml package makes of a text; undefined where it nests too deep. */
export function readWithPackage(text: string): ReadSyntax | undefined {
  const library = composed(text)
  if (!library) return undefined
  const problems = problemsOf(library, text)
  if (problems.length > 0 || mayEndInColon(text)) {
    const relaxed = relaxedText(text)
    const again = relaxed === text ? undefined : composed(relaxed)
    if (again && problemsOf(again, relaxed).length === 0)
      return { tree: treeOfLibrary(again, text, relaxed), problems: [] }
  }
  return { tree: treeOfLibrary(library, text), problems }
}

/** The first mistake in a text: what the package says after that mostly follows from it. */
function problemsOf(library: Document, text: string): YamlProblem[] {
  for (const error of library.errors) {
    const problem = problemOfLibrary(error, text)
    if (problem) return [problem]
  }
  return []
}

/**
 * The package reads collections by recursion. A text that nests thousands deep exhausts the stack,
 * which is the one thing that it answers with an exception.
 */
function composed(text: string): Document | undefined {
  try {
    const composer = new Composer({
      // Every scalar stays text here: their types are Go's, not those of a YAML schema.
      schema: 'failsafe',
      resolveKnownTags: false,
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent'
    })
    for (const document of composer.compose(
      new Parser().parse(withoutMark(text)),
      true,
      text.length
    ))
      return document
    return undefined
  } catch (cause) {
    if (cause instanceof RangeError) return undefined
    throw cause
  }
}

/** The package would take a byte order mark for a column; a line end in its place keeps all offsets. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? `\n${text.slice(1)}` : text
}

function tooLarge(text: string): YamlProblem {
  return {
    code: 'too-large',
    message: 'This document has more than a million characters, so it is not checked.',
    range: { start: 0, end: Math.min(1, text.length) }
  }
}

function tooDeep(text: string): YamlProblem {
  return {
    code: 'too-deep',
    message:
      'This document nests too deep to be read, so it is not checked. Take brackets and indentation away.',
    range: { start: 0, end: Math.min(1, text.length) }
  }
}

function aliasBomb(text: string): YamlProblem {
  return {
    code: 'alias-bomb',
    message:
      'The aliases of this document multiply to so many values that Kubernetes refuses it, and it is not checked here. Write the repeated parts out or use fewer aliases.',
    range: { start: 0, end: Math.min(1, text.length) }
  }
}

function unreadable(text: string, problem: YamlProblem): ReadDocument {
  const root = {
    kind: 'scalar',
    style: 'plain',
    text: '',
    start: 0,
    end: 0,
    tail: 0,
    outerStart: 0,
    tag: undefined,
    anchor: undefined
  } as const
  return {
    text,
    syntax: { root, contentStart: 0, hasAliases: false },
    value: undefined,
    problems: [problem]
  }
}

function inOrder(problems: YamlProblem[]): YamlProblem[] {
  return problems.length < 2
    ? problems
    : problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
}
