/**
 * Turns a manifest into the body of a snippet: what one changes is a tab stop, and a name that is written in
 * several places is one tab stop, so that typing it once changes it everywhere.
 */
import { isPair, isScalar, parseAllDocuments, visit, type Scalar } from 'yaml'

interface Place {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Places with the same key hold the same thing. */
  readonly key: string
}

/** Numbers that mean the same wherever they are written, as opposed to shares and counts. */
const portKeys = new Set(['port', 'number', 'targetPort', 'containerPort', 'nodePort'])
const countKeys = new Set(['weight', 'replicas'])
const textKeys = new Set([
  'namespace',
  'host',
  'hostname',
  'hosts',
  'hostnames',
  'address',
  'addresses',
  'cidr',
  'gatewayClassName',
  'ingressClassName',
  'image',
  'sectionName',
  'subset',
  'ipAddressPools',
  'kubernetes.io/metadata.name'
])
/** Lists whose items have names of their own that mean nothing outside of their object. */
const innerNames = new Set(['env', 'ports', 'volumes', 'volumeMounts', 'containers'])
/** What every cluster or every installation of a program has under the same name. */
const fixed = /^(?:kube-[a-z-]+|coredns|istiod|enabled|disabled|default|[a-z-]+-system)$/
const labelMaps = new Set(['labels', 'matchLabels', 'selector'])

/** A body with `${1:text}` as tab stops in the order of the text, and `$0` at its end. */
export function withTabStops(text: string): string {
  const places = withMentions(text, eligiblePlaces(text))
  const numbers = new Map<string, number>()
  let body = ''
  let done = 0
  for (const { start, end, key, text: own } of places) {
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    body += `${escaped(text.slice(done, start))}\${${number}:${escaped(own).replaceAll('}', String.raw`\}`)}}`
    done = end
  }
  return `${body}${escaped(text.slice(done))}$0`
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$]/g, String.raw`\$&`)
}

function eligiblePlaces(text: string): Place[] {
  const places: Place[] = []
  let counts = 0
  for (const document of parseAllDocuments(text))
    visit(document, {
      Scalar(key, node, ancestors) {
        if (key === 'key') return
        const path = ancestors.flatMap(one =>
          isPair(one) && isScalar(one.key) ? String(one.key.value) : []
        )
        const place = placeOf(text, node)
        const kind = place && kindOf(node, path)
        if (!kind) return
        const own = kind === 'count' ? `count ${++counts}` : `${kind} ${place.text}`
        places.push({ ...place, key: own })
      }
    })
  return places.sort((a, b) => a.start - b.start)
}

/** What a scalar is to the one who takes the snippet; undefined for what is better left as it is. */
function kindOf(node: Scalar, path: readonly string[]): string | undefined {
  const own = path.at(-1) ?? ''
  const parent = path.at(-2) ?? ''
  if (typeof node.value === 'number')
    return portKeys.has(own) ? 'port' : countKeys.has(own) ? 'count' : undefined
  if (typeof node.value !== 'string' || node.value === '' || fixed.test(node.value))
    return undefined
  if (labelMaps.has(parent)) return own.includes('/') && !textKeys.has(own) ? undefined : 'text'
  if (own === 'name') return innerNames.has(parent) ? undefined : 'text'
  return textKeys.has(own) ? 'text' : undefined
}

/** A scalar on one line, without its quotes; undefined for what runs over several lines. */
function placeOf(text: string, node: Scalar): Omit<Place, 'key'> | undefined {
  if (!node.range || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return undefined
  const quotes = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE' ? 1 : 0
  const start = node.range[0] + quotes
  const end = node.range[1] - quotes
  const own = text.slice(start, end)
  return own.includes('\n') ? undefined : { start, end, text: own }
}

/** Names of Services inside of other texts, such as `http://web.shop`, follow the tab stops of both parts. */
function withMentions(text: string, places: readonly Place[]): Place[] {
  const byText = new Map(places.map(place => [place.text, place]))
  const found = [...places]
  for (const match of text.matchAll(/(?<![\w.-])([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)(?![\w-])/g)) {
    const [, name = '', namespace = ''] = match
    const both = [byText.get(name), byText.get(namespace)]
    const start = match.index
    const covered = places.some(place => place.start < start + match[0].length && start < place.end)
    if (covered || both.some(place => place === undefined)) continue
    found.push({ start, end: start + name.length, text: name, key: `text ${name}` })
    const second = start + name.length + 1
    found.push({
      start: second,
      end: second + namespace.length,
      text: namespace,
      key: `text ${namespace}`
    })
  }
  return found.sort((a, b) => a.start - b.start)
}
