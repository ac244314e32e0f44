import { groupBy } from '../../base/group-by.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { gatewayParentsOf, type Route } from '../shared/routes.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const keys = ['gateway.networking.k8s.io/v1/TCPRoute', 'gateway.networking.k8s.io/v1/UDPRoute']

export default defineRule<Route>({
  id: 'route/listener-shared-without-a-name',
  appliesTo: keys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'routing'],
  what: 'Two routes without hostnames are attached to one listener.',
  why: 'A TCPRoute or UDPRoute takes every connection of its listener, because there is no name to tell them apart. Of two routes the older one gets all of the traffic.',
  todo: 'Give each route a listener with a port of its own, or put the backends into one route.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: db, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: tcp }]
  rules: [{ backendRefs: [{ name: db, port: 5432 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: queue, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: tcp }]
  rules: [{ backendRefs: [{ name: queue, port: 5672 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: db, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: sql }]
  rules: [{ backendRefs: [{ name: db, port: 5432 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: queue, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: amqp }]
  rules: [{ backendRefs: [{ name: queue, port: 5672 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/tcp/']
  },

  check({ manifest, workspace, report }) {
    const attached = workspace.derive(attachments)
    for (const own of attachmentsOf(manifest)) {
      const first = (attached.get(own.key) ?? []).find(
        other =>
          other.manifest.uri === manifest.uri &&
          other.manifest.document.index < manifest.document.index &&
          other.manifest.name !== manifest.name
      )
      if (!first) continue
      report({
        at: own.at,
        part: 'value',
        message: `${describeManifest(first.manifest)} is attached to the same listener and takes all of its traffic.`,
        related: [{ manifest: first.manifest, at: first.at, message: 'It is attached here.' }]
      })
    }
  }
})

interface Attachment {
  readonly manifest: Manifest<Route>
  readonly key: string
  readonly at: readonly (string | number)[]
}

function attachments(workspace: WorkspaceView): ReadonlyMap<string, readonly Attachment[]> {
  const routes = keys.flatMap(key => workspace.all(key) as readonly Manifest<Route>[])
  return groupBy(routes.flatMap(attachmentsOf), ({ key }) => key)
}

function attachmentsOf(manifest: Manifest<Route>): Attachment[] {
  // Without a section the route is attached to every listener that takes its kind.
  if (manifest.partial || manifest.namespace === undefined) return []
  return gatewayParentsOf(manifest.object).flatMap(({ parent, at }) => {
    const { name, namespace = manifest.namespace, sectionName, port } = parent
    if (sectionName === undefined && port === undefined) return []
    return [
      { manifest, key: JSON.stringify([manifest.gvk.kind, namespace, name, sectionName, port]), at }
    ]
  })
}
