import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { atRange, overlapOf, rangesIn } from '../shared/cluster-ranges.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const cluster = (name: string, range: string): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
name: ${name}
networking: { podSubnet: ${range} }
`

const exported = `apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceExport
metadata: { name: catalog, namespace: shop }
---
`

const configurations: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kind.x-k8s.io/v1alpha4/Cluster': [['name'], ['networking', 'podSubnet']],
  'kubeadm.k8s.io/v1beta4/ClusterConfiguration': [['clusterName'], ['networking', 'podSubnet']]
}

export default defineRule({
  id: 'multicluster/ranges-overlap',
  appliesTo: Object.keys(configurations),
  scope: 'workspace',
  severity: 'hint',
  tags: ['multicluster', 'address'],
  what: 'Two clusters that work together give their Pods the same addresses.',
  why: 'Where Pods of one cluster reach those of the other without a gateway, as with Cilium and Submariner, an address has to be in one cluster only.',
  todo: 'Give each cluster a range of its own; later it can hardly be changed.',
  docs: {
    bad: `${exported}${cluster('east', '10.244.0.0/16')}---\n${cluster('west', '10.244.0.0/16')}`,
    good: `${exported}${cluster('east', '10.244.0.0/16')}---\n${cluster('west', '10.245.0.0/16')}`,
    see: ['https://docs.cilium.io/en/stable/network/clustermesh/clustermesh/']
  },
  labs: ['multi-cluster-services', 'mesh-across-clusters'],

  check({ manifest, workspace, report }) {
    if (workspace.ofKind('multicluster.x-k8s.io', 'ServiceExport').length === 0) return
    const clusters = workspace.derive(namedClusters)
    const own = clusters.find(one => one.manifest === manifest)
    if (!own) return
    for (const other of clusters.slice(0, clusters.indexOf(own))) {
      if (other.name === own.name) continue
      const both = overlapOf(rangesIn(own.pods), rangesIn(other.pods))
      if (!both) continue
      report({
        ...atRange(both.first),
        message: `The cluster ${other.name} has ${both.second.text} for its Pods.`,
        related: [{ manifest: other.manifest, at: other.pods.at, message: 'It is given here.' }]
      })
      return
    }
  }
})

interface NamedCluster {
  readonly manifest: Manifest
  readonly name: string
  readonly pods: Field
}

/** Clusters that are told apart by a name of their own. */
function namedClusters(workspace: WorkspaceView): readonly NamedCluster[] {
  return Object.entries(configurations).flatMap(([key, [name = [], pods = []]]) =>
    workspace.all(key).flatMap(manifest => {
      const root = new Field(manifest.object)
      const text = root.get(...name).text
      return text === undefined ? [] : [{ manifest, name: text, pods: root.get(...pods) }]
    })
  )
}
