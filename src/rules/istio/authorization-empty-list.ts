import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { securityKeys, specOf } from '../shared/istio.ts'
import { isGiven } from '../shared/istio-parts.ts'

const policy = (source: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  action: ALLOW
  rules:
    - from: [{ source: { ${source} } }]
`

export default defineRule({
  id: 'istio/authorization-empty-list',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'policy'],
  what: 'A part of a rule is there and says nothing.',
  why: 'Istio refuses the policy, because nothing at all and everything would both be a way to read it.',
  todo: 'Leave the part away to match everything, or write what it matches.',
  docs: {
    bad: policy('principals: []'),
    good: policy('principals: [cluster.local/ns/shop/sa/web]'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule']
  },

  check({ manifest, report }) {
    for (const rule of specOf(manifest).get('rules').items) {
      const parts = [
        ...['from', 'to', 'when'].map(key => rule.get(key)),
        ...rule.get('from').items.flatMap(from => partsOf(from.get('source'))),
        ...rule.get('to').items.flatMap(to => partsOf(to.get('operation')))
      ]
      for (const part of parts)
        if (part.isEmpty)
          report({
            at: part.at,
            message: `\`${String(part.at.at(-1))}\` is empty.`,
            ...(isRefused(part, rule)
              ? {}
              : {
                  severity: 'warning',
                  why: 'Istio reads it as though it were not there, so the rule matches everything that the other parts match.'
                }),
            fixes: [
              {
                title: `Remove \`${String(part.at.at(-1))}\``,
                safe: false,
                change: edit => edit.remove(part.at)
              }
            ]
          })
    }
  }
})

/** A source or an operation needs one list with something in it; other lists may be empty. */
function isRefused(part: Field, rule: Field): boolean {
  const [, , , list, i, key] = part.at
  if (list === undefined || typeof i !== 'number' || key === undefined) return false
  const holder = rule.get(list, i, key)
  return holder.entries.every(([, one]) => !isGiven(one))
}

function partsOf(field: Field): readonly Field[] {
  return [field, ...field.entries.map(([, value]) => value)].filter(part => part.isThere)
}
