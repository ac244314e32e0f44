import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const cluster = (first: string): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: ${first}
  - role: worker
`

export default defineRule({
  id: 'kind/no-control-plane',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'manifest',
  severity: 'error',
  tags: ['kind'],
  what: 'No node is to run the control plane.',
  why: 'With a list of nodes kind makes exactly these; without a control plane it makes no cluster.',
  todo: 'Add a node with `role: control-plane`.',
  docs: {
    bad: cluster('worker'),
    good: cluster('control-plane'),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#nodes']
  },

  check({ manifest, report }) {
    const nodes = new Field(manifest.object).get('nodes')
    const { items } = nodes
    if (manifest.partial || items.length === 0) return
    // A node without a role is one of the control plane.
    if (items.some(node => (node.get('role').text ?? 'control-plane') === 'control-plane')) return
    report({ at: nodes.at, message: 'None of the nodes has the role control-plane.' })
  }
})
