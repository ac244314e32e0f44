import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml'
import { foldedText } from './folded-text.ts'
import { goKey, keyOfValue } from './go-scalar.ts'
import { lastColon } from './relaxed-text.ts'
import { valueOfScalar } from './scalar-value.ts'
import {
  entryEnd,
  isEmptyNode,
  skipTrivia,
  type ListItem,
  type MapEntry,
  type ScalarStyle,
  type SyntaxDocument,
  type SyntaxNode
} from './syntax-tree.ts'

/**
 * Turns what the yaml package read into our tree. `relaxed` is the text as the package got it, where
 * that is not the text itself; offsets are the same in both.
 */
export function treeOfLibrary(document: Document, text: string, relaxed = text): SyntaxDocument {
  return new TreeBuilder(text, relaxed).build(document)
}

interface Properties {
  readonly outerStart: number
  readonly tag: string | undefined
  readonly anchor: string | undefined
}

class TreeBuilder {
  readonly #text: string
  readonly #relaxed: string
  /** Anchors whose node is complete; one name may be given several times, the last one counts. */
  readonly #anchors = new Map<string, SyntaxNode | 'open'>()
  #hasAliases = false

  constructor(text: string, relaxed: string) {
    this.#text = text
    this.#relaxed = relaxed
  }

  build(document: Document): SyntaxDocument {
    const contentStart = afterMarker(this.#text)
    const root = this.#node(document.contents, contentStart)
    return { root, contentStart, hasAliases: this.#hasAliases }
  }

  /** `from` is where the node or its anchor and tag can begin at the earliest. */
  #node(node: Node | null | undefined, from: number): SyntaxNode {
    const range = node?.range
    if (!node || !range) return emptyScalar(from)
    const name = 'anchor' in node ? node.anchor : undefined
    const tag = 'tag' in node ? node.tag : undefined
    // A value that is empty has no place of its own: it begins behind its anchor or tag.
    const outerStart =
      name === undefined && tag === undefined
        ? range[0]
        : Math.min(skipTrivia(this.#text, from), range[0])
    const properties = { outerStart, tag, anchor: name }
    if (isAlias(node)) return this.#alias(node.source, range)
    if (name !== undefined) this.#anchors.set(name, 'open')
    const result = this.#content(node, properties, range)
    if (name !== undefined) this.#anchors.set(name, result)
    return result
  }

  #content(
    node: Node,
    properties: Properties,
    [start, end, tail]: readonly [number, number, number]
  ): SyntaxNode {
    if (isMap(node)) return this.#map(node.items, node, properties, start, end)
    if (isSeq(node)) return this.#list(node.items, node, properties, start, end)
    if (!isScalar(node)) return emptyScalar(start)
    const style = styles[node.type ?? 'PLAIN'] ?? 'plain'
    const block = style === 'literal' || style === 'folded'
    let text = typeof node.value === 'string' ? node.value : ''
    // The package gives the last line of a text a line end even where the file has none.
    if (block && end >= this.#text.length && !this.#text.endsWith('\n'))
      text = text.replace(/\n$/, '')
    if (!block && this.#text !== this.#relaxed) {
      const source = this.#text.slice(start, end)
      if (source.includes('\n')) text = foldedText(source, style)
      else if (style === 'plain' && text.includes(lastColon)) text = source
    }
    // go-yaml knows the escape \' that YAML does not have.
    if (style === 'double' && this.#text.slice(start, end).includes("\\'"))
      text = foldedText(this.#text.slice(start, end), style)
    const at = text === '' && start === end && style === 'plain' ? properties : undefined
    const own = at && at.outerStart < start ? this.#endOfProperties(at.outerStart) : start
    return {
      kind: 'scalar',
      style,
      text,
      ...properties,
      start: own,
      end: block ? trimmedEnd(this.#text, start, end) : Math.max(end, own),
      tail: block ? Math.max(end, tail) : end
    }
  }

  #alias(name: string, [start, end]: readonly [number, number, number]): SyntaxNode {
    this.#hasAliases = true
    const target = this.#anchors.get(name)
    return {
      kind: 'alias',
      name,
      start,
      end,
      outerStart: start,
      tag: undefined,
      anchor: undefined,
      cyclic: target === 'open',
      target: target === 'open' ? undefined : target
    }
  }

  #map(
    pairs: readonly Pair[],
    node: { readonly flow?: boolean | undefined },
    properties: Properties,
    start: number,
    end: number
  ): SyntaxNode {
    const flow = node.flow === true
    const entries: MapEntry[] = []
    const brace = flow && this.#text.charAt(start) === '{'
    let at = brace ? start + 1 : start
    for (const pair of pairs) {
      if (!isPair(pair)) continue
      const entry = this.#entry(pair as Pair<Node | null, Node | null>, at, flow)
      entries.push(entry)
      at = Math.max(
        at,
        isEmptyNode(entry.value) ? (entry.colon ?? entry.key.end) + 1 : entry.value.end
      )
    }
    const last = entries.at(-1)
    return {
      kind: 'map',
      flow,
      entries,
      ...properties,
      start,
      end: flow && brace ? end : last ? entryEnd(last) : start
    }
  }

  #entry(pair: Pair<Node | null, Node | null>, from: number, flow: boolean): MapEntry {
    let start = this.#skip(from, flow)
    let keyFrom = start
    if (this.#text.charAt(start) === '?' && /\s/.test(this.#text.charAt(start + 1)))
      keyFrom = this.#skip(start + 1, flow)
    const key = this.#node(pair.key, keyFrom)
    start = Math.min(start, key.outerStart)
    const colonAt = skipTrivia(
      this.#text,
      key.kind === 'scalar' ? Math.max(key.end, key.start) : key.end
    )
    const colon = this.#text.charAt(colonAt) === ':' ? colonAt : undefined
    const value = this.#node(pair.value, colon === undefined ? key.end : colon + 1)
    const merge =
      key.kind === 'scalar' &&
      key.style === 'plain' &&
      key.text === '<<' &&
      (key.tag === undefined || key.tag.endsWith('merge'))
    return { key, start, colon, value, merge, name: nameOf(key) }
  }

  #list(
    nodes: readonly unknown[],
    node: { readonly flow?: boolean | undefined },
    properties: Properties,
    start: number,
    end: number
  ): SyntaxNode {
    const flow = node.flow === true
    const items: ListItem[] = []
    let at = flow ? start + 1 : start
    for (const one of nodes) {
      const begin = this.#skip(at, flow)
      const dash = !flow && this.#text.charAt(begin) === '-' ? begin : undefined
      const value = this.#node(one as Node | null, dash === undefined ? begin : dash + 1)
      items.push({ dash, value })
      at = Math.max(at, isEmptyNode(value) && dash !== undefined ? dash + 1 : value.end)
    }
    const last = items.at(-1)
    const lastEnd = last && (isEmptyNode(last.value) ? (last.dash ?? 0) + 1 : last.value.end)
    return { kind: 'list', flow, items, ...properties, start, end: flow ? end : (lastEnd ?? end) }
  }

  #skip(from: number, flow: boolean): number {
    let at = skipTrivia(this.#text, from)
    while (flow && this.#text.charAt(at) === ',') at = skipTrivia(this.#text, at + 1)
    return at
  }

  /** The end of `&anchor !tag` where no content follows. */
  #endOfProperties(from: number): number {
    let at = from
    while (/[&!]/.test(this.#text.charAt(at))) {
      while (at < this.#text.length && !/[\s,[\]{}]/.test(this.#text.charAt(at))) at++
      const next = skipTrivia(this.#text, at)
      if (!/[&!]/.test(this.#text.charAt(next))) return at
      at = next
    }
    return at
  }
}

/** The key as JSON writes it; undefined for one that JSON cannot have. */
export function nameOf(key: SyntaxNode): string | undefined {
  const node = key.kind === 'alias' ? key.target : key
  if (node?.kind !== 'scalar') return undefined
  return node.style === 'plain' && (node.tag === undefined || node.tag === '?')
    ? goKey(node.text)
    : keyOfValue(valueOfScalar(node))
}

function emptyScalar(at: number): SyntaxNode {
  return {
    kind: 'scalar',
    style: 'plain',
    text: '',
    start: at,
    end: at,
    tail: at,
    outerStart: at,
    tag: undefined,
    anchor: undefined
  }
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = Math.min(end, text.length)
  while (at > start + 1 && /\s/.test(text.charAt(at - 1))) at--
  return at
}

/** The offset behind `---`, or behind the directives and comments before it. */
function afterMarker(text: string): number {
  const marker = /^---(?=\s|$)/m.exec(text)
  if (!marker) return text.startsWith('\uFEFF') ? 1 : 0
  // Content before the marker means that the marker stands inside of it, as in a quoted text.
  return skipTrivia(
    text.replace(/^%.*$/gm, line => '#'.padEnd(line.length)),
    0
  ) < marker.index
    ? 0
    : marker.index + 3
}

const styles: Readonly<Partial<Record<string, ScalarStyle>>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded'
}
