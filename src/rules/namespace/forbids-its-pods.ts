import { recordOf } from '../../base/json.ts'
import { podSecurityFaults, type PodSecurityLevel } from '../../model/pod-security.ts'
import { defineRule } from '../define-rule.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'

const enforce = 'pod-security.kubernetes.io/enforce'

export default defineRule({
  id: 'namespace/forbids-its-pods',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['namespace', 'pod-security'],
  what: 'The Pod Security level of the namespace forbids this Pod.',
  why: 'The API server refuses a Pod that the enforced level does not allow. A Deployment is accepted and gets no Pods; only its events tell.',
  todo: 'Take the field out of the Pod, or choose another level for the namespace.',
  docs: {
    bad: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: baseline }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: shop }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      hostNetwork: true
      containers: [{ name: agent, image: agent }]
`,
    good: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: baseline }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: shop }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      containers: [{ name: agent, image: agent }]
`,
    see: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial || manifest.namespace === undefined) return
    const namespaces = workspace
      .all('v1/Namespace')
      .filter(({ name, partial }) => name === manifest.namespace && !partial)
    const [namespace, another] = namespaces
    const level = levelOf(namespace?.object.metadata.labels?.[enforce])
    const pod = podSpecOf(manifest.object)
    if (!namespace || another || level === undefined || !pod) return
    for (const { at, message } of podSecurityFaults(recordOf(pod.spec), level))
      report({
        at: [...pod.at, ...at],
        part: 'value',
        message: `Namespace ${manifest.namespace} enforces ${level}, and ${message}.`,
        related: [
          {
            manifest: namespace,
            at: ['metadata', 'labels', enforce],
            message: 'The level is set here.'
          }
        ]
      })
  }
})

function levelOf(text: string | undefined): PodSecurityLevel | undefined {
  return text === 'baseline' || text === 'restricted' ? text : undefined
}
