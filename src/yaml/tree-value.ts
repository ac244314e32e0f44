import { valueOfScalar } from './scalar-value.ts'
import type { AliasNode, MapNode, ScalarNode, SyntaxNode } from './syntax-tree.ts'
import type { ReportProblem } from './yaml-problem.ts'

/**
 * The JSON value of a document as Kubernetes reads it, and what is wrong with it on the way. Parts that
 * are used through aliases several times are one object in the value, too.
 */
export function valueOfTree(root: SyntaxNode, report: ReportProblem): unknown {
  return new ValueReader(report).read(root)
}

class ValueReader {
  readonly #report: ReportProblem
  /** Values of anchored nodes, which aliases share. */
  readonly #anchored = new Map<SyntaxNode, unknown>()

  constructor(report: ReportProblem) {
    this.#report = report
  }

  read(node: SyntaxNode): unknown {
    if (node.kind === 'alias') return this.#alias(node)
    if (node.anchor === undefined) return this.#own(node)
    if (this.#anchored.has(node)) return this.#anchored.get(node)
    const value = this.#own(node)
    this.#anchored.set(node, value)
    return value
  }

  #own(node: Exclude<SyntaxNode, AliasNode>): unknown {
    if (node.kind === 'map') return this.#map(node)
    if (node.kind === 'list') return node.items.map(item => this.read(item.value))
    return this.#scalar(node)
  }

  #scalar(node: ScalarNode): unknown {
    const value = valueOfScalar(node)
    if (value === undefined) {
      this.#report({
        code: 'not-json',
        message: `The tag says that this is a ${(node.tag ?? '').replace(/^.*:/, '')}, and the text is something else. Kubernetes refuses the document: correct the text or take the tag away.`,
        range: { start: node.outerStart, end: Math.max(node.end, node.outerStart + 1) }
      })
      return node.text
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#report({
        code: 'not-json',
        message: `${node.text} is a number that JSON doesn't have, so Kubernetes refuses the document. Write a number, or put quotes around it if it is meant as text.`,
        range: { start: node.start, end: node.end }
      })
      return node.text
    }
    return value
  }

  #alias(node: AliasNode): unknown {
    if (node.target) return this.read(node.target)
    // Of a name that can't be one, such as that in `*.example.org`, the limits of go-yaml tell.
    if (!/^[\w-]+$/.test(node.name)) return null
    this.#report({
      code: 'unknown-anchor',
      message: node.cyclic
        ? `The alias *${node.name} stands inside of its own anchor, so its value has no end. Use the anchor outside of the part that it names.`
        : `No anchor &${node.name} stands before this alias in the document. Anchors don't reach from one document into another: write the value out or add the anchor.`,
      range: { start: node.start, end: node.end }
    })
    return null
  }

  /** Entries count in the order of the text, merged ones too, as go-yaml v2 has it. */
  #map(node: MapNode): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    // The keys of the mapping itself; those of the result, until others are merged into it.
    let own: Set<string> | undefined
    const { entries } = node
    // Counted, because every key of every manifest comes by here, and an iterator makes an object for each.
    const { length } = entries
    for (let i = 0; i < length; i++) {
      const entry = entries[i]
      if (!entry) continue
      if (entry.merge) {
        own ??= new Set(Object.keys(result))
        this.#merge(result, entry.value)
        continue
      }
      const { name, key } = entry
      if (name === undefined) {
        this.#report({
          code: 'not-json',
          message:
            'This key is not text, a number or a boolean, and JSON has no such keys, so Kubernetes refuses the document. Put quotes around it or correct the text.',
          range: { start: key.start, end: Math.max(key.end, key.start + 1) }
        })
        this.read(entry.value)
        continue
      }
      if (own ? own.has(name) : Object.hasOwn(result, name))
        this.#report({
          code: 'duplicate-key',
          message: `The key "${name}" stands twice in this mapping. Only one of the two counts, or Kubernetes refuses the document: keep the one you mean.`,
          range: { start: key.start, end: key.end }
        })
      own?.add(name)
      define(result, name, this.read(entry.value))
    }
    return result
  }

  #merge(into: Record<string, unknown>, source: SyntaxNode): void {
    // A list that an alias stands for is no list of mappings to go-yaml.
    const sources =
      source.kind === 'list' ? source.items.map(item => item.value).reverse() : [source]
    for (const one of sources) {
      const value = this.read(one)
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        for (const [key, merged] of Object.entries(value)) define(into, key, merged)
      else
        this.#report({
          code: 'not-json',
          message:
            'Only a mapping, or a list of mappings, can be merged with <<, so Kubernetes refuses the document.',
          range: { start: one.start, end: Math.max(one.end, one.start + 1) }
        })
    }
  }
}

/** A key such as `__proto__` is data, never the prototype of the object. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true
    })
  else target[key] = value
}
