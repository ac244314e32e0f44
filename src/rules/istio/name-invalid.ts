import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import { destinationsOf, networkingKeys, specOf } from '../shared/istio.ts'
import { headerChangesOf, isFilledIn, matchesOf } from '../shared/istio-parts.ts'

const subsets = (name: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: ${name}, labels: { version: v1 } }]
`

export default defineRule({
  id: 'istio/name-invalid',
  appliesTo: [
    'VirtualService',
    'DestinationRule',
    'Gateway',
    'ServiceEntry',
    'WorkloadEntry'
  ].flatMap(networkingKeys),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'name'],
  what: 'The name of a subset, a port, a gateway, a namespace or a header, or a label, is none.',
  why: 'Istio refuses the object.',
  todo: 'Write names of letters, digits and `-`, of 63 characters at most.',
  docs: {
    bad: subsets('"v1 (old)"'),
    good: subsets('v1-old'),
    see: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset']
  },

  check({ manifest, report }) {
    const unread = new Set(unreadGateways(specOf(manifest)).map(({ at }) => at.join('/')))
    for (const [field, what] of namesOf(manifest)) {
      const { text } = field
      if (text === undefined || isFilledIn(text) || isRight(what, text)) continue
      report({
        ...(unread.has(field.at.join('/')) && {
          severity: 'warning',
          why: 'No Gateway is called so. Istio itself does not look at what follows a name without a namespace.'
        }),
        at: field.at,
        part: 'value',
        message:
          text === ''
            ? `The name of a ${what} is empty.`
            : `${text} can’t be the name of a ${what}.`
      })
    }
    const spec = specOf(manifest)
    for (const name of headerNamesOf(spec))
      if (name.key === '' || !isHeader(name.key))
        report({
          at: name.field.at,
          part: name.part,
          message:
            name.key === ''
              ? 'The name of a header is empty.'
              : `${name.key} can’t be the name of a header.`
        })
    for (const labels of labelsOf(manifest)) for (const fault of labelFaults(labels)) report(fault)
  }
})

function isRight(what: string, text: string): boolean {
  switch (what) {
    case 'gateway':
      return isGatewayName(text)
    case 'namespace':
      return /^[*.~]$/.test(text) || isName(text)
    default:
      return isName(text)
  }
}

/** Istio's check of a list of Gateways ends with the first that has no namespace before its name. */
function unreadGateways(spec: Field): readonly Field[] {
  return gatewayListsOf(spec).flatMap(({ items }) => {
    const last = items.findIndex(({ text }) => text?.includes('/') === false)
    return last < 0 ? [] : items.slice(last + 1)
  })
}

function gatewayListsOf(spec: Field): readonly Field[] {
  return [spec, ...matchesOf(spec, 'http', 'tls', 'tcp')].map(one => one.get('gateways'))
}

interface HeaderName {
  readonly key: string
  readonly field: Field
  readonly part: 'key' | 'value'
}

/** Names of headers that are compared, changed, or told to browsers. */
function headerNamesOf(spec: Field): readonly HeaderName[] {
  const compared = matchesOf(spec, 'http').flatMap(match =>
    ['headers', 'withoutHeaders'].flatMap(key => match.get(key).entries)
  )
  const changed = headerChangesOf(spec)
    .flatMap(headers => ['request', 'response'].map(key => headers.get(key)))
    .flatMap(one => ['add', 'set'].flatMap(key => one.get(key).entries))
    // Of these an empty name alone is refused.
    .filter(([key]) => key === '')
  const told = spec
    .get('http')
    .items.map(http => http.get('corsPolicy'))
    .flatMap(cors => ['allowHeaders', 'exposeHeaders'].flatMap(key => cors.get(key).items))
  return [
    ...[...compared, ...changed].map(([key, field]) => ({ key, field, part: 'key' as const })),
    ...told.flatMap(field =>
      field.text === undefined ? [] : [{ key: field.text, field, part: 'value' as const }]
    )
  ]
}

/** A token (RFC 9110, 5.6.2), one of the pseudo-headers, or a claim: `@request.auth.claims.group`. */
function isHeader(name: string): boolean {
  return (
    isFilledIn(name) ||
    /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/.test(name) ||
    /^:(?:method|scheme|authority|path|status)$/.test(name) ||
    /^@request\.auth\.claims/i.test(name)
  )
}

function labelsOf(manifest: Manifest): readonly Field[] {
  const spec = specOf(manifest)
  return [
    ...spec.get('subsets').items.map(one => one.get('labels')),
    ...spec.get('endpoints').items.map(one => one.get('labels')),
    ...matchesOf(spec, 'http', 'tls', 'tcp').map(one => one.get('sourceLabels')),
    ...(manifest.object.kind === 'WorkloadEntry' ? [spec.get('labels')] : [])
  ]
}

function labelFaults(labels: Field): readonly Report[] {
  return labels.entries.flatMap(([key, { text, at }]): readonly Report[] => {
    if (!isLabelKey(key))
      return [
        {
          at,
          part: 'key',
          message: `${key === '' ? 'An empty text' : key} can’t be the key of a label.`
        }
      ]
    if (text === undefined || isLabelValue(text)) return []
    const message = `${text} can’t be the value of the label ${key}, so no Pod has it.`
    // Istio itself does not count the letters.
    return /^[A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?$/.test(text)
      ? [
          {
            at,
            part: 'value',
            message,
            severity: 'warning',
            why: 'A label has 63 characters at most.'
          }
        ]
      : [{ at, part: 'value', message }]
  })
}

function namesOf(manifest: Manifest): readonly (readonly [Field, string])[] {
  const spec = specOf(manifest)
  const named = (fields: readonly Field[], what: string): readonly (readonly [Field, string])[] =>
    fields.map(field => [field, what])
  switch (manifest.object.kind) {
    case 'VirtualService':
      return [
        ...named(
          destinationsOf(spec)
            .map(one => one.get('subset'))
            // An empty one is none.
            .filter(({ text }) => text !== ''),
          'subset'
        ),
        ...named(
          gatewayListsOf(spec).flatMap(({ items }) => items),
          'gateway'
        ),
        ...named(spec.get('exportTo').items, 'namespace'),
        ...named(
          matchesOf(spec, 'http')
            .map(match => match.get('sourceNamespace'))
            .filter(({ text }) => text !== ''),
          'namespace'
        )
      ]
    case 'DestinationRule':
      return [
        ...named(
          spec.get('subsets').items.map(one => one.get('name')),
          'subset'
        ),
        ...named(spec.get('exportTo').items, 'namespace')
      ]
    case 'ServiceEntry':
      return [
        ...named(
          spec.get('ports').items.map(one => one.get('name')),
          'port'
        ),
        ...named(spec.get('exportTo').items, 'namespace')
      ]
    case 'WorkloadEntry':
      return []
    default:
      // A Gateway takes any name of a port but an empty one.
      return named(
        spec
          .get('servers')
          .items.map(server => server.get('port', 'name'))
          .filter(({ text }) => text === ''),
        'port'
      )
  }
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(text)
}

/** A Gateway of the own namespace, or one of another with that before a slash. */
function isGatewayName(text: string): boolean {
  const [name = '', namespace, ...more] = text.split('/').reverse()
  const isFree = name.replace(/\.$/, '').split('.').every(isName) && !/(?:^|\.)\d+$/.test(name)
  return (
    more.length === 0 &&
    isFree &&
    (namespace === undefined || /^\.?$/.test(namespace) || isName(namespace))
  )
}

function isLabelKey(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse()
  return (
    isFilledIn(key) ||
    (more.length === 0 &&
      /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/.test(name) &&
      (prefix === undefined || (prefix.length <= 253 && prefix.split('.').every(isLong))))
  )
}

/** A part of the prefix of a key, which Istio takes in any length and case. */
function isLong(text: string): boolean {
  return /^[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?$/.test(text)
}

function isLabelValue(text: string): boolean {
  return /[${]/.test(text) || /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/.test(text)
}
