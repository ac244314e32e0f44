import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { ambientNamespace, ambientNamespaceOf } from '../shared/ambient.ts'

const policy = (more: string): string => `${ambientNamespace}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: {} }]
      ports: [{ port: 8080, protocol: TCP }${more}]
`

/** The port at which ztunnel takes in what it carries from node to node. */
const tunnel = 15008

export default defineRule<NetworkPolicy>({
  id: 'istio/ambient-port-closed',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'ambient', 'network-policy'],
  what: 'In ambient mode a NetworkPolicy lets in the port of the Pods and not that of the mesh.',
  why: 'Traffic of the mesh arrives in a tunnel at TCP 15008, whatever port it is for, so a policy without that port drops all of it.',
  todo: 'Add TCP 15008 to the ports.',
  docs: {
    bad: policy(''),
    good: policy(', { port: 15008, protocol: TCP }'),
    see: ['https://istio.io/latest/docs/ambient/usage/networkpolicy/']
  },

  check({ manifest, workspace, report }) {
    const rules = manifest.object.spec?.ingress ?? []
    if (manifest.partial || rules.length === 0) return
    if (!ambientNamespaceOf(workspace, manifest)) return
    const isOpen = rules.some(
      ({ ports }) =>
        ports === undefined ||
        ports.length === 0 ||
        ports.some(
          ({ port, endPort, protocol = 'TCP' }) =>
            protocol === 'TCP' &&
            (port === undefined ||
              (typeof port === 'number' && port <= tunnel && tunnel <= (endPort ?? port)))
        )
    )
    if (isOpen) return
    const at = ['spec', 'ingress', 0, 'ports']
    report({
      at,
      message: 'Traffic of the mesh comes in at TCP 15008, which no rule lets in.',
      fixes: [
        {
          title: 'Let in TCP 15008',
          safe: false,
          preferred: true,
          change: edit => edit.append(at, { port: tunnel, protocol: 'TCP' })
        }
      ]
    })
  }
})
