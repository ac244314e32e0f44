import type { FieldPath } from '../../base/field-path.ts'
import { groupBy } from '../../base/group-by.ts'
import { recordOf } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const daemonSet = 'apps/v1/DaemonSet'

export default defineRule({
  id: 'pod/host-port-conflict',
  appliesTo: [daemonSet],
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'ports', 'host-network'],
  what: 'Two DaemonSets ask for the same port of every node.',
  why: 'A port of a node belongs to one Pod. Both DaemonSets want a Pod on each node, so one of the two stays Pending everywhere.',
  todo: 'Give one of them another port, or nodes of its own by a nodeSelector.',
  docs: {
    bad: `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: edge }
spec:
  selector: { matchLabels: { app: edge } }
  template:
    metadata: { labels: { app: edge } }
    spec:
      containers:
        - { name: edge, image: edge, ports: [{ containerPort: 8080, hostPort: 80 }] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: proxy }
spec:
  selector: { matchLabels: { app: proxy } }
  template:
    metadata: { labels: { app: proxy } }
    spec:
      containers:
        - { name: proxy, image: proxy, ports: [{ containerPort: 8000, hostPort: 80 }] }
`,
    good: `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: edge }
spec:
  selector: { matchLabels: { app: edge } }
  template:
    metadata: { labels: { app: edge } }
    spec:
      containers:
        - { name: edge, image: edge, ports: [{ containerPort: 8080, hostPort: 80 }] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: proxy }
spec:
  selector: { matchLabels: { app: proxy } }
  template:
    metadata: { labels: { app: proxy } }
    spec:
      containers:
        - { name: proxy, image: proxy, ports: [{ containerPort: 8000, hostPort: 8000 }] }
`,
    see: ['https://kubernetes.io/docs/concepts/configuration/overview/#services']
  },

  check({ manifest, workspace, report }) {
    const taken = workspace.derive(hostPorts)
    for (const own of hostPortsOf(manifest)) {
      const first = (taken.get(own.key) ?? []).find(
        other =>
          other.manifest.uri === manifest.uri &&
          other.manifest.document.range.start < manifest.document.range.start &&
          other.manifest.name !== manifest.name
      )
      if (!first) continue
      report({
        at: own.at,
        part: 'value',
        message: `${describeManifest(first.manifest)} takes ${own.key} of every node already.`,
        related: [{ manifest: first.manifest, at: first.at, message: 'It is taken here.' }]
      })
    }
  }
})

interface HostPortPlace {
  readonly manifest: Manifest
  readonly key: string
  readonly at: FieldPath
}

function hostPorts(workspace: WorkspaceView): ReadonlyMap<string, readonly HostPortPlace[]> {
  return groupBy(workspace.all(daemonSet).flatMap(hostPortsOf), ({ key }) => key)
}

function hostPortsOf(manifest: Manifest): HostPortPlace[] {
  const pod = podSpecOf(manifest.object)
  // With a choice of nodes the two may never meet.
  if (!pod || manifest.partial || pod.spec.nodeSelector || 'affinity' in recordOf(pod.spec))
    return []
  return containersOf(pod.spec, pod.at).flatMap(({ container, at }) =>
    (container.ports ?? []).flatMap(({ hostPort = 0, protocol = 'TCP', hostIP }, i) =>
      hostPort === 0 || hostIP !== undefined
        ? []
        : [{ manifest, key: `${protocol} ${hostPort}`, at: [...at, 'ports', i, 'hostPort'] }]
    )
  )
}
