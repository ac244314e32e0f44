import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policyRulesOf } from '../shared/policy-places.ts'

const policy = (label: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-gateway, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { ${label} } } }]
`

const nameLabel = 'kubernetes.io/metadata.name'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/namespace-label-of-tenant',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'hint',
  optIn: true,
  tags: ['network-policy', 'namespace', 'security'],
  what: 'A namespace is let in by a label that whoever may edit the namespace can set.',
  why: 'The API server keeps only `kubernetes.io/metadata.name` true. Who may change the labels of a namespace of their own gives it any other one and is let in.',
  todo: 'Select by `kubernetes.io/metadata.name`, or see to it that tenants cannot change the label.',
  docs: {
    bad: policy('role: gateway'),
    good: policy('kubernetes.io/metadata.name: gateway'),
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name'
    ]
  },
  labs: ['multi-tenancy', 'pod-security-and-segmentation'],

  check({ manifest, workspace, report }) {
    for (const { peers, peersAt } of policyRulesOf(manifest.object))
      for (const [i, { namespaceSelector: selector }] of peers.entries()) {
        const labels = Object.entries(selector?.matchLabels ?? {})
        if (labels.length === 0 || labels.some(([key]) => key === nameLabel)) continue
        const [[key, value] = ['', '']] = labels
        const named = workspace
          .all('v1/Namespace')
          .filter(({ object }) => object.metadata.labels?.[key] === value)
          .flatMap(({ name }) => name ?? [])
        const [only, another] = named
        const at = [...peersAt, i, 'namespaceSelector', 'matchLabels']
        report({
          at: [...at, key],
          part: 'key',
          message: `Whoever may edit a namespace can give it ${key}=${value}.`,
          fixes:
            only === undefined || another !== undefined || labels.length > 1
              ? []
              : [
                  {
                    title: `Select the namespace ${only} by its name`,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set(at, { [nameLabel]: only })
                  }
                ]
        })
      }
  }
})
