import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (metadata: string): string => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { ${metadata} }
spec:
  podSelector: {}
  policyTypes: [Ingress]
`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/namespace-absent',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['network-policy', 'namespace'],
  what: 'The policy names no namespace, and everything beside it does.',
  why: 'It lands in the namespace that kubectl is set to: there it cuts off Pods that it is not for, and the ones that it is for stay open.',
  todo: 'Write the namespace.',
  docs: {
    bad: manifests('name: deny'),
    good: manifests('name: deny, namespace: shop'),
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },
  labs: ['pod-to-pod-across-namespaces'],

  check({ manifest, workspace, report }) {
    if (manifest.partial || manifest.namespace !== undefined) return
    const beside = workspace.derive(namespacesByFile).get(manifest.uri)
    const [namespace, another] = beside ? [...beside] : []
    if (namespace === undefined) return
    report({
      at: ['metadata'],
      part: 'key',
      message: `Everything else in this file that could be without one names its namespace${another === undefined ? `, ${namespace}` : ''}.`,
      fixes: [...(beside ?? [])].map(name => ({
        title: `Set the namespace to \`${name}\``,
        safe: false,
        preferred: another === undefined,
        change: edit => edit.insert(['metadata'], 'namespace', name, 'name')
      }))
    })
  }
})

/** Kinds that other policies share the file with; of the rest it is not known whether they have a namespace. */
const namespaced = /^(?:Pod|Deployment|StatefulSet|DaemonSet|Service|ConfigMap|Ingress|HTTPRoute)$/

/** The namespaces in each file whose objects all name one. */
function namespacesByFile(workspace: WorkspaceView): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const left = new Set<string>()
  for (const { uri, gvk, namespace, partial } of workspace.everything()) {
    if (partial || (namespace === undefined && namespaced.test(gvk.kind))) left.add(uri)
    if (namespace === undefined) continue
    const known = found.get(uri) ?? new Set()
    found.set(uri, known.add(namespace))
  }
  return new Map([...found].filter(([uri]) => !left.has(uri)))
}
