import type { NetworkPolicy } from '../../model/kinds.ts'
import { isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { hasForeignPolicies } from '../shared/other-policies.ts'
import { mayCoverPort, policiesOn, rulesOf } from '../shared/policy-admission.ts'
import { policyRulesOf } from '../shared/policy-places.ts'
import { podsOfSelector } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/one-sided',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['network-policy'],
  what: 'The Pods that this rule lets out to are isolated and let nobody in from here.',
  why: 'A connection needs both sides: egress at the one that opens it and ingress at the one that takes it, as far as either is isolated. With one half alone it is dropped.',
  todo: 'Add an ingress rule for these Pods to a policy of the other side.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: db, image: db }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-to-db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
      ports: [{ port: 5432 }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: db, image: db }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db-from-web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 5432 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-to-db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
      ports: [{ port: 5432 }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'
    ]
  },

  check({ manifest, workspace, report }) {
    const selector = manifest.object.spec?.podSelector
    if (manifest.partial || !selector || manifest.namespace === undefined) return
    const [source] = podsOfSelector(workspace, manifest, selector)
    if (!source || hasForeignPolicies(workspace)) return
    for (const rule of policyRulesOf(manifest.object)) {
      if (rule.direction !== 'egress') continue
      for (const [i, { podSelector, namespaceSelector }] of rule.peers.entries()) {
        // Pods of the own namespace by their labels: what else is meant can't be known.
        if (!podSelector || namespaceSelector || isEmptySelector(podSelector)) continue
        const [target] = podsOfSelector(workspace, manifest, podSelector)
        const policies = target ? policiesOn(workspace, target, 'ingress') : []
        const [policy] = policies
        const ports = rule.ports.length > 0 ? rule.ports.map(({ port }) => port) : [undefined]
        if (!policy) continue
        const isOpen = rulesOf(policies, 'ingress').some(
          other =>
            ports.some(port => mayCoverPort(other, port)) &&
            (other.peers.length === 0 ||
              other.peers.some(
                peer =>
                  peer.ipBlock !== undefined ||
                  peer.namespaceSelector !== undefined ||
                  selects(peer.podSelector ?? {}, source.labels)
              ))
        )
        if (isOpen) continue
        report({
          at: [...rule.peersAt, i],
          part: 'value',
          message: `${describeManifest(policy)} isolates the Pods of this peer, and no policy here lets these Pods in.`,
          related: [
            { manifest: policy, at: ['spec', 'podSelector'], message: 'The policy is here.' }
          ]
        })
      }
    }
  }
})
