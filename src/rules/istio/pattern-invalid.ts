import { Field } from '../../base/field.ts'
import { patternProblem } from '../../model/pattern-problem.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (regex: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - match: [{ uri: { regex: "${regex}" } }]
      route: [{ destination: { host: web } }]
`

export default defineRule({
  id: 'istio/pattern-invalid',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'route'],
  what: 'A regular expression of a route cannot be read.',
  why: 'Istio refuses the object; the expressions are those of RE2.',
  todo: 'Close what is open, and put a backslash before a character that stands for itself.',
  docs: {
    bad: route('/v[12]/('),
    good: route('/v[12]/(.*)'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch']
  },

  check({ manifest, report }) {
    for (const http of specOf(manifest).get('http').items)
      for (const match of http.get('match').items)
        for (const { text, at } of patternsOf(match)) {
          // Longer ones are refused whatever they say, so that Envoy is not kept busy.
          const problem =
            (text ?? '').length > 1024
              ? 'The expression has more than 1024 characters'
              : patternProblem(text ?? '')
          if (problem !== undefined) report({ at, part: 'value', message: `${problem}.` })
        }
  }
})

function patternsOf(match: Field): readonly Field[] {
  return [
    ...['uri', 'scheme', 'method', 'authority'].map(key => match.get(key)),
    ...['headers', 'withoutHeaders', 'queryParams'].flatMap(key =>
      match.get(key).entries.map(([, one]) => one)
    )
  ].map(one => one.get('regex'))
}
