import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml'
import { keyText } from './node-path.ts'
import type { YamlProblem } from './yaml-file.ts'

/** How many values aliases may add to one document before it counts as a bomb. */
const aliasBudget = 100_000

/**
 * The JSON value of a document as Kubernetes reads it, and what is wrong with it on the way: keys that
 * stand twice, aliases that lead nowhere or explode.
 */
export function valueOfDocument(
  document: Document,
  report: (problem: YamlProblem) => void
): unknown {
  let budget = aliasBudget
  let depth = 0
  let gaveUp = false

  const scalarKey = (key: unknown): string => {
    if (isAlias(key)) return scalarKey(key.resolve(document))
    if (isScalar(key)) return keyText(key)
    return ''
  }

  const mapValue = (items: readonly Pair[], inAlias: boolean): Record<string, unknown> => {
    const own: Record<string, unknown> = {}
    const merged: Record<string, unknown> = {}
    const seen = new Set<string>()
    for (const pair of items) {
      if (!isPair(pair)) continue
      const key = scalarKey(pair.key)
      if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        mergeInto(merged, pair.value)
        continue
      }
      if (seen.has(key)) {
        const range = (pair.key as Node | null)?.range
        if (range && !inAlias)
          report({
            code: 'duplicate-key',
            message: `The key "${key}" stands twice in this mapping. Kubernetes keeps one of the two or refuses the document; keep the one you mean.`,
            range: { start: range[0], end: range[1] }
          })
      }
      seen.add(key)
      define(own, key, value(pair.value, inAlias))
    }
    for (const [key, mergedValue] of Object.entries(merged))
      if (!Object.hasOwn(own, key)) define(own, key, mergedValue)
    return own
  }

  const mergeInto = (target: Record<string, unknown>, source: unknown): void => {
    const sources = isSeq(source) ? source.items : [source]
    for (const one of sources) {
      const merged = value(one, true)
      if (typeof merged !== 'object' || merged === null || Array.isArray(merged)) continue
      for (const [key, entry] of Object.entries(merged))
        if (!Object.hasOwn(target, key)) define(target, key, entry)
    }
  }

  const value = (node: unknown, inAlias: boolean): unknown => {
    if (gaveUp) return undefined
    if (inAlias && --budget < 0) {
      gaveUp = true
      report({
        code: 'alias-bomb',
        message:
          'The aliases of this document multiply to more than 100,000 values, so it is not checked. Write the repeated parts out or use fewer aliases.',
        range: { start: 0, end: 1 }
      })
      return undefined
    }
    if (node === null || node === undefined) return null
    if (isScalar(node)) return typeof node.value === 'bigint' ? Number(node.value) : node.value
    if (++depth > 200) {
      depth--
      return undefined
    }
    let result: unknown
    if (isAlias(node)) result = value(node.resolve(document), true)
    else if (isMap(node)) result = mapValue(node.items as Pair[], inAlias)
    else if (isSeq(node)) result = node.items.map(item => value(item, inAlias))
    depth--
    return result
  }

  const result = value(document.contents, false)
  return gaveUp ? undefined : result
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
