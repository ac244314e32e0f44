import { defineRule } from '../define-rule.ts'
import { securityKeys, specOf } from '../shared/istio.ts'

const policy = (key: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: beta, namespace: shop }
spec:
  action: ALLOW
  rules: [{ when: [{ key: "${key}", values: [yes-please] }] }]
`

const known =
  /^(?:request\.headers\[.+\]|request\.auth\.(?:principal|audiences|presenter|claims(?:\[.+\])+)|source\.(?:ip|namespace|principal|serviceAccount|trustDomain)|remote\.ip|destination\.(?:ip|port|labels\[.+\])|connection\.sni|experimental\..+)$/

export default defineRule({
  id: 'istio/condition-key-unknown',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'security'],
  what: 'A condition asks for something that Istio does not know.',
  why: 'Istio refuses the policy, because it cannot tell what is to be compared.',
  todo: 'Write one of the keys of Istio, such as `request.headers[x-beta]`, `source.namespace` or `request.auth.claims[groups]`.',
  docs: {
    bad: policy('request.header'),
    good: policy('request.headers[x-beta]'),
    see: ['https://istio.io/latest/docs/reference/config/security/conditions/']
  },
  labs: ['zero-trust'],

  check({ manifest, report }) {
    for (const rule of specOf(manifest).get('rules').items)
      for (const { text, at } of rule.get('when').items.map(one => one.get('key')))
        if (text !== undefined && !known.test(text) && !text.includes('$'))
          report({ at, part: 'value', message: `There is no key ${text}.` })
  }
})
