import type { FieldPath } from '../../base/field-path.ts'
import { isRecord } from '../../base/json.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/allow-all-by-empty-rule',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy'],
  what: 'A rule without peers allows everybody.',
  why: 'An empty list of peers is no peer restriction at all: `from: []` and `- {}` let everybody in, while an empty list of rules lets nobody in. A rule that allows everything also makes the rules beside it pointless.',
  todo: 'To deny, remove the rule and keep the direction in policyTypes. To allow everybody, write the rule `- {}` alone in a policy whose name says so.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny-all }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: []
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny-all }
spec:
  podSelector: {}
  policyTypes: [Ingress]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies'
    ]
  },

  check({ manifest, report }) {
    const { spec, metadata } = manifest.object
    const name = metadata.name ?? ''
    const saysDeny = /deny|isolat|block|restrict|lock/i.test(name)
    // Who names a policy so, or writes the idiom `- {}` alone, means it.
    const saysAllow = /allow|open|public|external|any|all/i.test(name) && !saysDeny
    for (const [direction, peers] of [
      ['ingress', 'from'],
      ['egress', 'to']
    ] as const) {
      const rules: readonly unknown[] = spec?.[direction] ?? []
      for (const [i, rule] of rules.entries()) {
        if (!isRecord(rule)) continue
        const at: FieldPath = ['spec', direction, i]
        const list = rule[peers]
        const emptyList = Array.isArray(list) && list.length === 0
        const ports = Array.isArray(rule.ports) ? rule.ports.length : 0
        const everything = (list === undefined || list === null || emptyList) && ports === 0
        // With ports, no `from` at all is how "this port from anywhere" is written.
        if (!everything && !emptyList) continue
        const pointless = everything && rules.length > 1
        // `- {}` alone is how everybody is allowed on purpose.
        if (!saysDeny && !pointless && (!emptyList || saysAllow)) continue
        report({
          at: emptyList ? [...at, peers] : at,
          part: emptyList ? 'entry' : 'value',
          message: `This rule allows ${ports > 0 ? 'its ports' : 'all traffic'} ${direction === 'ingress' ? 'from' : 'to'} everybody${pointless ? ', so the other rules do nothing' : ''}.`,
          severity: everything ? 'warning' : 'hint',
          fixes: [
            {
              title: `Remove the rule${rules.length === 1 ? ', so that nothing is allowed' : ''}`,
              safe: false,
              change: edit => edit.remove(rules.length === 1 ? ['spec', direction] : at)
            }
          ]
        })
      }
    }
  }
})
