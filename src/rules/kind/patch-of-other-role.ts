import { Field } from '../../base/field.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'
import { defineRule } from '../define-rule.ts'

const cluster = (kind: string): string => `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
  - role: worker
    kubeadmConfigPatches:
      - |
        kind: ${kind}
        nodeRegistration:
          kubeletExtraArgs: { node-labels: ingress-ready=true }
`

export default defineRule({
  id: 'kind/patch-of-other-role',
  appliesTo: ['kind.x-k8s.io/v1alpha4/Cluster'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['kind', 'kubeadm'],
  what: 'A patch changes a configuration that kubeadm does not use on this node.',
  why: 'The first node of the control plane is made by an InitConfiguration, every other node joins by a JoinConfiguration. A patch of the other kind does nothing, and nobody says so: a label that it sets is missing.',
  todo: 'Write `kind: JoinConfiguration` on workers and `kind: InitConfiguration` on the first control plane.',
  docs: {
    bad: cluster('InitConfiguration'),
    good: cluster('JoinConfiguration'),
    see: ['https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches']
  },

  check({ manifest, report }) {
    const nodes = new Field(manifest.object).get('nodes').items
    const isControlPlane = (node: Field): boolean =>
      (node.get('role').text ?? 'control-plane') === 'control-plane'
    const first = nodes.find(isControlPlane)
    for (const node of nodes) {
      const wrong =
        node === first
          ? 'JoinConfiguration'
          : isControlPlane(node)
            ? undefined
            : 'InitConfiguration'
      const right = wrong === 'JoinConfiguration' ? 'InitConfiguration' : 'JoinConfiguration'
      const patches = node.get('kubeadmConfigPatches').items
      // Patches for both are there to serve every node.
      if (wrong === undefined || patches.some(patch => kindOf(patch) === right)) continue
      for (const patch of patches)
        if (kindOf(patch) === wrong)
          report({
            at: patch.at,
            part: 'value',
            message: `${wrong} is not used on ${node === first ? 'the first control plane' : 'a worker'}; ${right} is.`,
            fixes: [
              {
                title: `Make it a ${right}`,
                safe: false,
                preferred: true,
                change: edit =>
                  edit.set(patch.at, (patch.text ?? '').replace(`kind: ${wrong}`, `kind: ${right}`))
              }
            ]
          })
    }
  }
})

function kindOf(patch: Field): string | undefined {
  const [document] = parseYamlFile(patch.text ?? '', { path: 'patch.yaml' }).documents
  return new Field(document?.value).get('kind').text
}
