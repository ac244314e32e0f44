import type { NetworkPolicy } from '../../model/kinds.ts'
import { declaredPortsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { policyRulesOf } from '../shared/policy-places.ts'
import { podsOfSelector } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/protocol-differs',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'ports'],
  what: 'The Pods serve the port by another protocol than the one that is allowed.',
  why: 'A port of a rule is for one protocol, and for TCP when it names none. Traffic to the same number by another protocol is dropped.',
  todo: 'Name the protocol by which the container serves the port.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: syslog, namespace: ops, labels: { app: syslog } }
spec:
  containers:
    - { name: syslog, image: syslog, ports: [{ containerPort: 5514, protocol: UDP }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: syslog, namespace: ops }
spec:
  podSelector: { matchLabels: { app: syslog } }
  ingress: [{ ports: [{ port: 5514 }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: syslog, namespace: ops, labels: { app: syslog } }
spec:
  containers:
    - { name: syslog, image: syslog, ports: [{ containerPort: 5514, protocol: UDP }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: syslog, namespace: ops }
spec:
  podSelector: { matchLabels: { app: syslog } }
  ingress: [{ ports: [{ port: 5514, protocol: UDP }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    const selector = manifest.object.spec?.podSelector
    if (manifest.partial || !selector) return
    for (const { direction, ports, at } of policyRulesOf(manifest.object)) {
      if (direction !== 'ingress') continue
      for (const [i, { port, protocol = 'TCP' }] of ports.entries()) {
        if (typeof port !== 'number') continue
        // Beside its twin of the other protocol it is allowed on purpose.
        const both = ports.some(one => one.port === port && (one.protocol ?? 'TCP') !== protocol)
        if (both) continue
        const pods = podsOfSelector(workspace, manifest, selector)
        const serving = pods.flatMap(pod =>
          declaredPortsOf(pod.spec)
            .filter(({ containerPort }) => containerPort === port)
            .map(one => ({ pod, protocol: one.protocol ?? 'TCP' }))
        )
        const [first] = serving
        if (!first || serving.some(one => one.protocol === protocol)) continue
        const place = [...at, 'ports', i]
        report({
          at: [...place, 'port'],
          part: 'value',
          message: `${describeManifest(first.pod.manifest)} serves ${port} by ${first.protocol}, and the rule allows ${protocol}.`,
          fixes: [
            {
              title: `Allow ${first.protocol}`,
              safe: false,
              preferred: true,
              change: edit => edit.set([...place, 'protocol'], first.protocol)
            }
          ]
        })
      }
    }
  }
})
