import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import { runningContainersOf } from '../../model/pod.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { belongTogether } from '../shared/folder-of.ts'
import { workspacePods } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (port: number): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    extraPortMappings: [{ containerPort: ${port}, hostPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 8080, nodePort: 30080 }]
`

export default defineRule({
  id: 'kind/mapping-without-node-port',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['kind', 'ports', 'service'],
  what: 'A port of the host leads to the port of a Service instead of its node port.',
  why: 'kind maps a port of the host to one of the node. There a Service of type NodePort is at its nodePort; at its port it is inside the cluster only.',
  todo: 'Write the nodePort of the Service as containerPort.',
  docs: {
    bad: manifests(8080),
    good: manifests(30080),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#nodeport-with-port-mappings']
  },

  check({ manifest, workspace, report }) {
    const mappings = new Field(manifest.object)
      .get('nodes')
      .items.flatMap(node => node.get('extraPortMappings').items)
      .map(mapping => mapping.get('containerPort'))
    const mapped = new Set(mappings.map(port => port.number))
    for (const port of mappings) {
      const { number } = port
      if (number === undefined || isTakenOnNode(number, workspace)) continue
      const service = (workspace.all('v1/Service') as readonly Manifest<Service>[]).find(
        one =>
          belongTogether(one, manifest) &&
          /^(?:NodePort|LoadBalancer)$/.test(one.object.spec?.type ?? '') &&
          nodePortsOf(one, number).length > 0
      )
      const [nodePort] = service ? nodePortsOf(service, number) : []
      if (!service || nodePort === undefined || mapped.has(nodePort)) continue
      report({
        at: port.at,
        part: 'value',
        message: `${number} is the port of ${describeManifest(service)} inside the cluster; on the node it is at ${nodePort}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'Its ports are here.' }],
        fixes: [
          {
            title: `Set to ${nodePort}`,
            safe: false,
            preferred: true,
            change: edit => edit.set(port.at, nodePort)
          }
        ]
      })
    }
  }
})

/** The node ports of a Service behind one of its ports. */
function nodePortsOf({ object }: Manifest<Service>, port: number): readonly number[] {
  return (object.spec?.ports ?? []).flatMap(one =>
    one.port === port && one.nodePort !== undefined && one.nodePort !== port ? [one.nodePort] : []
  )
}

/** A Pod with a port of its node, such as an Ingress controller, or one on the network of the node. */
function isTakenOnNode(port: number, workspace: WorkspaceView): boolean {
  return workspace
    .derive(workspacePods)
    .some(({ spec }) =>
      runningContainersOf(spec).some(container =>
        (container.ports ?? []).some(
          one => one.hostPort === port || (spec.hostNetwork === true && one.containerPort === port)
        )
      )
    )
}
