import { isRecord } from '../../../src/base/json.ts'

export interface Names {
  readonly namespace: string
}

/**
 * Puts a word in the place of everything that two clusters can't agree on: names by chance, times, versions
 * and addresses. The same value is the same word all through a scene, so that what was equal stays equal.
 */
export class Normaliser {
  readonly #namespace: string
  readonly #words = new Map<string, string>()

  constructor(namespace: string) {
    this.#namespace = namespace
  }

  value(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return this.#text(value, key)
    if (typeof value === 'number') return numberAt(value, key)
    if (Array.isArray(value)) return value.map(item => this.value(item, key))
    if (!isRecord(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        this.#text(name, ''),
        name === 'managedFields' ? managers(inner) : this.value(inner, name)
      ])
    )
  }

  #text(text: string, key: string): string {
    if (key === 'resourceVersion' || key === 'continue') return text === '' ? '' : `<${key}>`
    return text
      .replaceAll(this.#namespace, '<namespace>')
      .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z\b/g, '<time>')
      .replace(/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g, '<uid>')
      .replace(/\b10\.(9\d|96|24\d|244|200)\.\d+\.\d+\b/g, found => this.#word('ip', found))
      .replace(/\bfd00:[\da-f:]+\b/g, found => this.#word('ip6', found))
      .replace(/(?<=-)[\da-f]{8,10}-[bcdfghjklmnpqrstvwxz\d]{5}\b/g, '<hash>-<id>')
      .replace(/(?<=-)[bcdfghjklmnpqrstvwxz\d]{9,10}-[bcdfghjklmnpqrstvwxz\d]{5}\b/g, '<hash>-<id>')
  }

  #word(kind: string, found: string): string {
    const known = this.#words.get(found)
    if (known !== undefined) return known
    const count = [...this.#words.values()].filter(word => word.startsWith(`<${kind}-`)).length
    const word = `<${kind}-${count + 1}>`
    this.#words.set(found, word)
    return word
  }
}

function numberAt(value: number, key: string): unknown {
  const isNodePort = key === 'nodePort' && value >= 30_000 && value <= 32_767
  return isNodePort ? '<nodePort>' : value
}

/** Who owns fields, and which; not when. */
function managers(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map(one => {
    const { time, ...rest } = one as Record<string, unknown>
    return time === undefined ? rest : { ...rest, time: '<time>' }
  })
}
