import type { NetworkPolicy } from '../../model/kinds.ts'
import { declaredPortsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { policyRulesOf } from '../shared/policy-places.ts'
import { mayHaveHiddenPods, podsOfSelector } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/named-port-missing',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'ports'],
  what: 'No selected Pod declares a port of this name and protocol.',
  why: 'A port by name is looked up in the containers of the Pod that gets the traffic. A name that none of them declares for the protocol, TCP unless the rule says otherwise, allows nothing.',
  todo: 'Use a name that the containers declare, with its protocol, or the number of the port.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ ports: [{ port: web }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ ports: [{ port: http }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    const selector = manifest.object.spec?.podSelector
    if (manifest.partial || !selector) return
    for (const { direction, ports, at } of policyRulesOf(manifest.object)) {
      if (direction !== 'ingress') continue
      for (const [i, { port, protocol = 'TCP' }] of ports.entries()) {
        if (typeof port !== 'string') continue
        const pods = podsOfSelector(workspace, manifest, selector)
        const [first] = pods
        if (!first || mayHaveHiddenPods(workspace, manifest)) continue
        const declared = pods.flatMap(pod => declaredPortsOf(pod.spec))
        const namesakes = declared.filter(({ name }) => name === port)
        if (namesakes.some(one => (one.protocol ?? 'TCP') === protocol)) continue
        // A policy for a whole namespace is for Pods that come later, too.
        if (namesakes.length === 0 && declared.every(({ name }) => name === undefined)) continue
        const place = [...at, 'ports', i]
        const other = namesakes[0]?.protocol ?? 'TCP'
        const names = [...new Set(declared.flatMap(({ name }) => name ?? []))]
        report({
          at: [...place, 'port'],
          part: 'value',
          message:
            namesakes.length > 0
              ? `${port} is a ${other} port of ${describeManifest(first.manifest)}, and the rule allows ${protocol}.`
              : `${describeManifest(first.manifest)} declares no port ${port}; it declares ${names.join(', ')}.`,
          related: [
            {
              manifest: first.manifest,
              at: [...first.template, 'spec', 'containers'],
              message: 'The containers are here.'
            }
          ],
          fixes:
            namesakes.length > 0
              ? [
                  {
                    title: `Allow ${other}`,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set([...place, 'protocol'], other)
                  }
                ]
              : names.slice(0, 4).map(name => ({
                  title: `Use ${name}`,
                  safe: false,
                  preferred: names.length === 1,
                  change: edit => edit.set([...place, 'port'], name)
                }))
        })
      }
    }
  }
})
