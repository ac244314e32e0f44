import { targetPortOf } from '../../model/int-or-string.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { hasForeignPolicies } from '../shared/other-policies.ts'
import { mayCoverPort, policiesOn, rulesOf } from '../shared/policy-admission.ts'
import { podsOfService } from '../shared/workspace-pods.ts'

export default defineRule<Service>({
  id: 'network-policy/outside-clients-blocked',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['network-policy', 'service', 'load-balancer'],
  what: 'The Pods behind a Service for clients outside of the cluster let in Pods only.',
  why: 'A client outside of the cluster has no labels. Selectors of Pods and namespaces never fit it, so a policy with nothing else drops what the load balancer or the node port sends.',
  todo: 'Let the port in from an ipBlock, or from anywhere; if another policy does it already, there is nothing to do.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: {} }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from: [{ podSelector: {} }]
    - ports: [{ port: 8080 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    const { type, selector, ports = [] } = manifest.object.spec ?? {}
    if (manifest.partial || (type !== 'LoadBalancer' && type !== 'NodePort') || !selector) return
    const [pod] = podsOfService(workspace, manifest, selector)
    const [port] = ports
    if (!pod || !port || hasForeignPolicies(workspace)) return
    const policies = policiesOn(workspace, pod, 'ingress')
    const [policy] = policies
    if (!policy) return
    const target = targetPortOf(port)
    const isOpen = rulesOf(policies, 'ingress').some(
      rule =>
        mayCoverPort(rule, target) &&
        (rule.peers.length === 0 || rule.peers.some(peer => peer.ipBlock !== undefined))
    )
    if (isOpen) return
    report({
      at: ['spec', 'type'],
      part: 'value',
      message: `${describeManifest(policy)} lets no client from outside of the cluster into the Pods of this Service.`,
      related: [{ manifest: policy, at: ['spec', 'ingress'], message: 'The policy is here.' }]
    })
  }
})
