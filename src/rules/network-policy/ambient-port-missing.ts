import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { mayCoverPort } from '../shared/policy-admission.ts'
import { policyRulesOf } from '../shared/policy-places.ts'
import { directionsOf } from '../shared/policy-directions.ts'

const hbone = 15008
const modeLabel = 'istio.io/dataplane-mode'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/ambient-port-missing',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'istio', 'ports'],
  what: 'The ports of the rule leave out the one by which the ambient mesh reaches its Pods.',
  why: 'In an ambient mesh of Istio the traffic between Pods is wrapped up and comes in on TCP port 15008, whatever port it is for. A rule for the port of the application alone drops it.',
  todo: 'Allow TCP 15008 in the same rule.',
  docs: {
    bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
`,
    good: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }, { port: 15008 }]
`,
    see: ['https://istio.io/latest/docs/ambient/usage/networkpolicy/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial || manifest.namespace === undefined) return
    const namespace = workspace.all('v1/Namespace').find(({ name }) => name === manifest.namespace)
    if (namespace?.object.metadata.labels?.[modeLabel] !== 'ambient') return
    if (!directionsOf(manifest.object).ingress) return
    const rules = policyRulesOf(manifest.object).filter(({ direction }) => direction === 'ingress')
    const first = rules.find(({ ports }) => ports.length > 0)
    if (!first || rules.some(rule => mayCoverPort(rule, hbone))) return
    report({
      at: [...first.at, 'ports'],
      message: `Traffic of the mesh comes in on TCP ${hbone}, which no rule of this policy allows.`,
      related: [
        {
          manifest: namespace,
          at: ['metadata', 'labels', modeLabel],
          message: 'The namespace is in the mesh by this label.'
        }
      ],
      fixes: [
        {
          title: `Allow TCP ${hbone}, too`,
          safe: false,
          preferred: true,
          change: edit => edit.append([...first.at, 'ports'], { protocol: 'TCP', port: hbone })
        }
      ]
    })
  }
})
