import { defineRule } from '../define-rule.ts'
import { securityKeys, specOf } from '../shared/istio.ts'
import { setTo } from '../shared/set-to.ts'

const policy = (principal: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  action: ALLOW
  rules:
    - from: [{ source: { principals: ["${principal}"] } }]
`

export default defineRule({
  id: 'istio/principal-with-scheme',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'security'],
  what: 'A caller is named as in its certificate, with `spiffe://`.',
  why: 'Istio compares the name without the scheme, so no caller has it: an ALLOW policy lets nobody in by it, and a DENY policy denies nobody.',
  todo: 'Write `cluster.local/ns/NAMESPACE/sa/ACCOUNT`.',
  docs: {
    bad: policy('spiffe://cluster.local/ns/shop/sa/client'),
    good: policy('cluster.local/ns/shop/sa/client'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source']
  },
  labs: ['zero-trust'],

  check({ manifest, report }) {
    for (const rule of specOf(manifest).get('rules').items)
      for (const from of rule.get('from').items)
        for (const key of ['principals', 'notPrincipals'])
          for (const { text, at } of from.get('source', key).items) {
            if (text?.startsWith('spiffe://') !== true) continue
            const meant = text.slice('spiffe://'.length)
            report({
              at,
              part: 'value',
              message: `No caller is called ${text}.`,
              fixes: setTo(at, meant, { safe: true })
            })
          }
  }
})
