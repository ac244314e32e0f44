import type { FieldPath } from '../../base/field-path.ts'
import { groupBy } from '../../base/group-by.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Service>({
  id: 'service/duplicate-node-port',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'error',
  tags: ['service', 'ports'],
  what: 'Two Services ask for the same node port.',
  why: 'A node port belongs to one Service in the whole cluster, whatever its namespace. The API server refuses the second Service that asks for it.',
  todo: 'Give one of the two another node port, or leave nodePort away to be given one.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: NodePort
  selector: { app: shop }
  ports: [{ port: 80, nodePort: 30080 }]
---
apiVersion: v1
kind: Service
metadata: { name: admin }
spec:
  type: NodePort
  selector: { app: admin }
  ports: [{ port: 80, nodePort: 30080 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: NodePort
  selector: { app: shop }
  ports: [{ port: 80, nodePort: 30080 }]
---
apiVersion: v1
kind: Service
metadata: { name: admin }
spec:
  type: NodePort
  selector: { app: admin }
  ports: [{ port: 80, nodePort: 30081 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport']
  },

  check({ manifest, workspace, report }) {
    const taken = workspace.derive(nodePorts)
    for (const own of nodePortsOf(manifest)) {
      // Files of one workspace are often for different clusters; one file is applied as a whole.
      const first = (taken.get(own.key) ?? []).find(
        other =>
          other.manifest !== manifest &&
          other.manifest.uri === manifest.uri &&
          comesBefore(other.manifest, manifest) &&
          !isSameObject(other.manifest, manifest)
      )
      if (!first) continue
      report({
        at: own.at,
        part: 'value',
        message: `Node port ${own.port} is asked for by ${describeManifest(first.manifest)} already.`,
        related: [{ manifest: first.manifest, at: first.at, message: 'It is taken here.' }],
        fixes: [
          {
            title: 'Remove nodePort, so that the cluster chooses one',
            safe: false,
            preferred: true,
            change: edit => edit.remove(own.at)
          }
        ]
      })
    }
  }
})

interface NodePortPlace {
  readonly manifest: Manifest<Service>
  readonly key: string
  readonly port: number
  readonly at: FieldPath
}

function nodePorts(workspace: WorkspaceView): ReadonlyMap<string, readonly NodePortPlace[]> {
  const services = workspace.all('v1/Service') as readonly Manifest<Service>[]
  return groupBy(services.flatMap(nodePortsOf), ({ key }) => key)
}

function nodePortsOf(manifest: Manifest<Service>): NodePortPlace[] {
  return (manifest.object.spec?.ports ?? []).flatMap(({ nodePort = 0, protocol = 'TCP' }, i) =>
    nodePort === 0
      ? []
      : [
          {
            manifest,
            key: `${protocol} ${nodePort}`,
            port: nodePort,
            at: ['spec', 'ports', i, 'nodePort']
          }
        ]
  )
}

function comesBefore(a: Manifest, b: Manifest): boolean {
  return a.document.range.start === b.document.range.start
    ? Number(a.path.at(-1) ?? 0) < Number(b.path.at(-1) ?? 0)
    : a.document.range.start < b.document.range.start
}

/** Two versions of one Service take the port one after the other. */
function isSameObject(a: Manifest, b: Manifest): boolean {
  return a.name === b.name && a.namespace === b.namespace
}
