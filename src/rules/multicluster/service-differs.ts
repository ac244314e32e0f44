import { jsonKey } from '../../base/json.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { listPorts, portsOf } from '../shared/service-port.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (port: number): string => `apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceExport
metadata: { name: catalog, namespace: shop }
---
apiVersion: v1
kind: Service
metadata: { name: catalog, namespace: shop, annotations: { netlabs.dev/cluster: east } }
spec: { selector: { app: catalog }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: catalog, namespace: shop, annotations: { netlabs.dev/cluster: west } }
spec: { selector: { app: catalog }, ports: [{ name: http, port: ${port} }] }
`

export default defineRule<Service>({
  id: 'multicluster/service-differs',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['multicluster', 'service', 'ports'],
  what: 'A Service that is exported has other ports in another manifest of it.',
  why: 'All clusters that export a Service form one. Where their ports differ, the ones of the older export hold and the other cluster gets the condition Conflict.',
  todo: 'Give the Service the same ports in every cluster.',
  docs: {
    bad: manifests(8080),
    good: manifests(80),
    see: [
      'https://github.com/kubernetes/enhancements/blob/master/keps/sig-multicluster/1645-multi-cluster-services-api/README.md#constraints-and-conflict-resolution'
    ]
  },
  labs: ['multi-cluster-services'],

  check({ manifest, workspace, report }) {
    if (manifest.partial || !isExported(workspace, manifest)) return
    const own = portKeys(manifest)
    const all = (workspace.all('v1/Service') as readonly Manifest<Service>[]).filter(
      one => one.name === manifest.name && one.namespace === manifest.namespace && !one.partial
    )
    const other = all.slice(0, all.indexOf(manifest)).find(one => portKeys(one) !== own)
    if (other)
      report({
        at: ['spec', 'ports'],
        part: 'key',
        message: `The other manifest of the Service has the ports ${listPorts(portsOf(other))}.`,
        related: [{ manifest: other, at: ['spec', 'ports'], message: 'They are here.' }]
      })
  }
})

function isExported(workspace: WorkspaceView, { name, namespace }: Manifest): boolean {
  return (
    namespace !== undefined &&
    workspace
      .ofKind('multicluster.x-k8s.io', 'ServiceExport')
      .some(one => one.name === name && one.namespace === namespace)
  )
}

/** What has to agree of the ports: name, protocol, number and application protocol. */
function portKeys(service: Manifest<Service>): string {
  return jsonKey(
    portsOf(service)
      .map(({ name = '', port, protocol = 'TCP', appProtocol = '' }) =>
        [name, port, protocol, appProtocol].join(' ')
      )
      .sort()
  )
}
