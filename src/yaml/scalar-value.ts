import { goScalar, isGoInteger } from './go-scalar.ts'
import type { ScalarNode } from './syntax-tree.ts'

/** The value of one scalar with Go's types; undefined when its tag does not fit its text. */
export function valueOfScalar(node: ScalarNode): unknown {
  if (node.tag === undefined || node.tag === '!')
    return node.style === 'plain' && node.tag === undefined ? goScalar(node.text) : node.text
  const tag = /^tag:yaml\.org,2002:(\w+)$/.exec(node.tag)?.[1]
  if (tag === 'str' || tag === undefined) return node.text
  if (tag === 'binary') return decodedBase64(node.text)
  const value = goScalar(node.text)
  switch (tag) {
    case 'null':
      return value === null ? null : undefined
    case 'bool':
      return typeof value === 'boolean' ? value : undefined
    case 'int':
      return typeof value === 'number' && isGoInteger(node.text) ? value : undefined
    case 'float':
      return typeof value === 'number' ? value : undefined
    case 'timestamp':
      return /^\d{4}-\d{1,2}-\d{1,2}/.test(node.text) ? node.text : undefined
    default:
      return node.text
  }
}

function decodedBase64(text: string): string | undefined {
  const plain = text.replace(/[\r\n]/g, '')
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return undefined
  const bytes = Uint8Array.from(atob(plain), char => char.charCodeAt(0))
  return new TextDecoder().decode(bytes)
}
