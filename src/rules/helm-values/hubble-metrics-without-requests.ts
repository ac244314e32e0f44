import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { valuesKey } from '../shared/helm-values.ts'

const values = 'hubble:\n  metrics: { enabled: [dns, "httpV2:labelsContext=source_namespace"] }\n'

const policy = (rules: string): string => `---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: web } }
  ingress:
    - fromEndpoints: [{ matchLabels: { app: client } }]
      toPorts: [{ ports: [{ port: "80", protocol: TCP }]${rules} }]
`

export default defineRule({
  id: 'helm-values/hubble-metrics-without-requests',
  appliesTo: [valuesKey('Cilium')],
  scope: 'workspace',
  severity: 'hint',
  tags: ['helm', 'cilium', 'metrics'],
  what: 'Hubble is to count requests, and no policy here makes Cilium read them.',
  why: 'Only traffic that a rule about requests sends through the proxy of Cilium is read, so the metrics of HTTP stay empty.',
  todo: 'Add a CiliumNetworkPolicy with `rules.http` for the Pods that are to be watched.',
  docs: {
    bad: `${values}${policy('')}`,
    good: `${values}${policy(', rules: { http: [{ method: GET }] }')}`,
    see: ['https://docs.cilium.io/en/stable/observability/visibility/']
  },
  labs: ['observability'],

  check({ manifest, workspace, report }) {
    const metrics = new Field(manifest.object).get('hubble', 'metrics', 'enabled')
    const item = metrics.items.find(({ text }) => /^http(?:V2)?(?::|$)/.test(text ?? ''))
    const policies = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].flatMap(kind =>
      workspace.ofKind('cilium.io', kind)
    )
    // Without any policy here, those that there are may be elsewhere.
    if (!item || policies.length === 0) return
    const isRead = policies.some(({ object }) => JSON.stringify(object).includes('"http":'))
    if (!isRead)
      report({
        at: item.at,
        part: 'value',
        message: 'No policy here has a rule about requests.'
      })
  }
})
