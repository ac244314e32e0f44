import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { looksLikePattern } from '../shared/path-pattern.ts'
import { httpRouteKeys } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/pattern-in-plain-path',
  appliesTo: httpRouteKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'routing'],
  what: 'A path that is taken literally is written as a pattern.',
  why: 'PathPrefix and Exact compare the text of the path as it stands. A star or a group in it stands for itself, so no usual request matches.',
  todo: 'For everything below a path, write the path alone with PathPrefix; for a pattern use RegularExpression if the implementation has it.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /api/* } }]
      backendRefs: [{ name: api, port: 80 }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /api } }]
      backendRefs: [{ name: api, port: 80 }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch']
  },

  check({ manifest, report }) {
    for (const [i, { matches = [] }] of (manifest.object.spec?.rules ?? []).entries())
      for (const [j, { path }] of matches.entries()) {
        const { type = 'PathPrefix', value } = path ?? {}
        if (type === 'RegularExpression' || typeof value !== 'string') continue
        if (!looksLikePattern(value)) continue
        const at = ['spec', 'rules', i, 'matches', j, 'path']
        const plain = value.replace(/\/?\.?\*$/, '') || '/'
        report({
          at: [...at, 'value'],
          part: 'value',
          message: `${value} is compared letter by letter.`,
          fixes: looksLikePattern(plain)
            ? [
                {
                  title: 'Match by RegularExpression',
                  safe: false,
                  change: edit => edit.set([...at, 'type'], 'RegularExpression')
                }
              ]
            : [
                {
                  title: `Use ${plain}`,
                  safe: false,
                  preferred: type === 'PathPrefix',
                  change: edit => edit.set([...at, 'value'], plain)
                }
              ]
        })
      }
  }
})
