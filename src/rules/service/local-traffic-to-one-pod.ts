import { recordOf } from '../../base/json.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { mayHaveHiddenPods, podsOfService } from '../shared/workspace-pods.ts'

export default defineRule<Service>({
  id: 'service/local-traffic-to-one-pod',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'topology'],
  what: 'Traffic stays on the node of the client, and there is one Pod only.',
  why: 'With `internalTrafficPolicy: Local` a client reaches only Pods on its own node. A single Pod is on one node, so clients on all other nodes get no answer.',
  todo: 'Use trafficDistribution: PreferSameNode, which falls back to other nodes, or run the Pods by a DaemonSet.',
  docs: {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  replicas: 1
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec: { containers: [{ name: cache, image: cache }] }
---
apiVersion: v1
kind: Service
metadata: { name: cache }
spec:
  internalTrafficPolicy: Local
  selector: { app: cache }
  ports: [{ port: 6379 }]
`,
    good: `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: cache }
spec:
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec: { containers: [{ name: cache, image: cache }] }
---
apiVersion: v1
kind: Service
metadata: { name: cache }
spec:
  internalTrafficPolicy: Local
  selector: { app: cache }
  ports: [{ port: 6379 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/']
  },

  check({ manifest, workspace, report }) {
    const { selector, internalTrafficPolicy } = manifest.object.spec ?? {}
    if (manifest.partial || internalTrafficPolicy !== 'Local' || !selector) return
    const pods = podsOfService(workspace, manifest, selector)
    const [pod, another] = pods
    if (!pod || another || mayHaveHiddenPods(workspace, manifest)) return
    const { kind } = pod.manifest.gvk
    const replicas = recordOf(pod.manifest.object.spec).replicas
    // Without a count an autoscaler may decide it.
    if (kind !== 'Deployment' || replicas !== 1) return
    report({
      at: ['spec', 'internalTrafficPolicy'],
      part: 'value',
      message: `Only clients on the node of ${describeManifest(pod.manifest)} reach its one Pod.`,
      related: [{ manifest: pod.manifest, at: ['spec', 'replicas'], message: 'It has one Pod.' }],
      fixes: [
        {
          title: 'Prefer the node, without insisting on it',
          safe: false,
          preferred: true,
          change: edit => [
            ...edit.remove(['spec', 'internalTrafficPolicy']),
            ...edit.set(['spec', 'trafficDistribution'], 'PreferSameNode')
          ]
        }
      ]
    })
  }
})
