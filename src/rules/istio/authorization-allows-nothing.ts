import { defineRule } from '../define-rule.ts'
import { securityKeys, specOf } from '../shared/istio.ts'

const policy = (spec: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
${spec}`

export default defineRule({
  id: 'istio/authorization-allows-nothing',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'manifest',
  severity: 'hint',
  tags: ['istio', 'policy'],
  what: 'A policy that allows has no rules.',
  why: 'As soon as one ALLOW policy selects a workload, every request that no rule matches is denied; without rules that is every request.',
  todo: 'Leave it so to close the workload, or write `rules: [{}]` to allow everything.',
  docs: {
    bad: policy('  action: ALLOW\n'),
    good: policy('  action: ALLOW\n  rules: [{}]\n'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/']
  },

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const action = spec.get('action')
    if (manifest.partial || (action.isThere && action.text !== 'ALLOW')) return
    const rules = spec.get('rules')
    if (rules.isThere && !rules.isEmpty) return
    report({
      at: rules.isThere ? rules.at : action.isThere ? action.at : ['spec'],
      message: 'Without rules the policy denies every request to what it selects.'
    })
  }
})
