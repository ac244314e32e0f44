import { defineRule } from '../define-rule.ts'
import { securityKeys, specOf } from '../shared/istio.ts'

const policy = (rules: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny, namespace: shop }
spec:
  action: DENY
${rules}`

export default defineRule({
  id: 'istio/authorization-deny-nothing',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'policy'],
  what: 'A policy that denies, or asks somebody, has no rules.',
  why: 'Istio refuses the object. A request is denied, or asked about, when one of the rules matches it. Without rules none does.',
  todo: 'Write `rules: [{}]` for everything, or the rules of what is meant.',
  docs: {
    bad: policy(''),
    good: policy('  rules: [{}]\n'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/']
  },

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const action = spec.get('action')
    const rules = spec.get('rules')
    if (manifest.partial || !/^(?:DENY|CUSTOM|AUDIT)$/.test(action.text ?? '')) return
    if (rules.isThere && !rules.isEmpty) return
    report({
      at: action.at,
      part: 'value',
      message: `${action.text ?? ''} without rules matches no request.`,
      // Such a policy is taken, and does nothing.
      ...(action.text === 'AUDIT' && {
        severity: 'warning',
        why: 'What one of the rules matches is noted. Without rules nothing is.'
      }),
      fixes: [
        {
          title:
            action.text === 'DENY'
              ? 'Deny everything with `rules: [{}]`'
              : 'Match everything with `rules: [{}]`',
          safe: false,
          change: edit => edit.set(rules.at, [{}])
        }
      ]
    })
  }
})
