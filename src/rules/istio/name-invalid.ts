import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { destinationsOf, networkingKeys, specOf } from '../shared/istio.ts'

const subsets = (name: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: ${name}, labels: { version: v1 } }]
`

export default defineRule({
  id: 'istio/name-invalid',
  appliesTo: ['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry'].flatMap(
    networkingKeys
  ),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'name'],
  what: 'The name of a subset, a port or a gateway, or a label of a subset, is none.',
  why: 'Istio refuses the object.',
  todo: 'Write names of letters, digits and `-`, of 63 characters at most.',
  docs: {
    bad: subsets('"v1 (old)"'),
    good: subsets('v1-old'),
    see: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset']
  },

  check({ manifest, report }) {
    for (const [field, what] of namesOf(manifest)) {
      const { text } = field
      const isRight = what === 'gateway' ? isGatewayName : isName
      if (text === undefined || /[${]/.test(text) || isRight(text)) continue
      report({
        at: field.at,
        part: 'value',
        message:
          text === ''
            ? `The name of a ${what} is empty.`
            : `${text} can’t be the name of a ${what}.`
      })
    }
    for (const subset of specOf(manifest).get('subsets').items)
      for (const [key, value] of subset.get('labels').entries)
        if (value.text !== undefined && !isLabelValue(value.text))
          report({
            at: value.at,
            part: 'value',
            message: `${value.text} can’t be the value of the label ${key}, so no Pod has it.`
          })
  }
})

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
        ...named(spec.get('gateways').items, 'gateway')
      ]
    case 'DestinationRule':
      return named(
        spec.get('subsets').items.map(one => one.get('name')),
        'subset'
      )
    case 'ServiceEntry':
      return named(
        spec.get('ports').items.map(one => one.get('name')),
        'port'
      )
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
  const isFree = name.split('.').every(isName) && !/(?:^|\.)\d+$/.test(name)
  return (
    more.length === 0 &&
    isFree &&
    (namespace === undefined || /^\.?$/.test(namespace) || isName(namespace))
  )
}

function isLabelValue(text: string): boolean {
  return /[${]/.test(text) || /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/.test(text)
}
