import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const configuration = (args: string): string => `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
controllerManager:
  extraArgs:
${args}`

export default defineRule({
  id: 'kubeadm/extra-args-map',
  appliesTo: ['ClusterConfiguration', 'InitConfiguration', 'JoinConfiguration'].map(
    kind => `kubeadm.k8s.io/v1beta4/${kind}`
  ),
  scope: 'manifest',
  severity: 'error',
  tags: ['kubeadm', 'version'],
  supersedes: ['schema/wrong-type'],
  what: 'Arguments of a component are written as a map.',
  why: 'Since version v1beta4 they are a list, in which an argument may come several times; kubeadm refuses the map.',
  todo: 'Write an item with `name` and `value` for each argument.',
  docs: {
    bad: configuration('    node-cidr-mask-size-ipv6: "64"\n'),
    good: configuration('    - { name: node-cidr-mask-size-ipv6, value: "64" }\n'),
    see: ['https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/']
  },

  check({ manifest, report }) {
    // As written: what has the wrong type is not part of the object.
    const root = new Field(new Field(manifest.document.value).get(...manifest.path).value)
    const places = [
      ...['apiServer', 'controllerManager', 'scheduler'].map(key => root.get(key, 'extraArgs')),
      root.get('etcd', 'local', 'extraArgs'),
      root.get('nodeRegistration', 'kubeletExtraArgs')
    ]
    for (const field of places) {
      if (!field.isMap) continue
      const list = field.entries.map(([name, value]) => ({
        name,
        value: typeof value.value === 'string' ? value.value : JSON.stringify(value.value)
      }))
      report({
        at: field.at,
        message: `\`${String(field.at.at(-1))}\` is a list in v1beta4.`,
        fixes: [
          {
            title: 'Write it as a list',
            safe: true,
            preferred: true,
            change: edit => edit.set(field.at, list)
          }
        ]
      })
    }
  }
})
