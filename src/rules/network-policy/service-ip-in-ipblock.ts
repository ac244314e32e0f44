import type { FieldPath } from '../../base/field-path.ts'
import { cidrContains, parseCidr, parseIp } from '../../model/cidr.ts'
import type { NetworkPolicy, Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/service-ip-in-ipblock',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'service'],
  what: 'The address block is the address of a Service.',
  why: 'The address of a Service is replaced by that of a Pod before or after the policy is asked, which the API leaves open; in most clusters the rule never matches.',
  todo: 'Select the Pods behind the Service by podSelector and namespaceSelector.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  clusterIP: 10.96.0.50
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 10.96.0.50/32 } }]
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  clusterIP: 10.96.0.50
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const { egress = [] } = manifest.object.spec ?? {}
    for (const [i, rule] of egress.entries())
      for (const [j, peer] of (rule.to ?? []).entries()) {
        const service = serviceIn(workspace, peer.ipBlock?.cidr)
        if (!service) continue
        const at: FieldPath = ['spec', 'egress', i, 'to', j, 'ipBlock']
        const { selector } = service.object.spec ?? {}
        report({
          at: [...at, 'cidr'],
          part: 'value',
          message: `${String(peer.ipBlock?.cidr)} holds the address of ${describeManifest(service)}.`,
          related: [
            {
              manifest: service,
              at: ['spec', 'clusterIP'],
              message: 'The Service has this address.'
            }
          ],
          fixes:
            selector && service.namespace === manifest.namespace
              ? [
                  {
                    title: 'Select the Pods behind the Service',
                    safe: false,
                    preferred: true,
                    change: edit =>
                      edit.set(at.slice(0, -1), { podSelector: { matchLabels: selector } })
                  }
                ]
              : []
        })
      }
  }
})

/** A block so small that it is meant for this address and not for a network that happens to hold it. */
function serviceIn(
  workspace: WorkspaceView,
  text: string | undefined
): Manifest<Service> | undefined {
  const cidr = text === undefined ? undefined : parseCidr(text)
  if (!cidr || cidr.bits < (cidr.family === 'IPv4' ? 30 : 126)) return undefined
  return (workspace.all('v1/Service') as readonly Manifest<Service>[]).find(service => {
    const { clusterIP, clusterIPs = [] } = service.object.spec ?? {}
    return [clusterIP ?? '', ...clusterIPs].some(address => {
      const ip = parseIp(address)
      return ip !== undefined && cidrContains(cidr, ip)
    })
  })
}
