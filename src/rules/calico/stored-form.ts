import { defineRule } from '../define-rule.ts'

const kinds = [
  'NetworkPolicy',
  'GlobalNetworkPolicy',
  'GlobalNetworkSet',
  'NetworkSet',
  'IPPool',
  'BGPPeer',
  'BGPConfiguration',
  'FelixConfiguration',
  'HostEndpoint'
]

const policy = (version: string): string => `apiVersion: ${version}
kind: GlobalNetworkPolicy
metadata: { name: close }
spec: { selector: has(app), types: [Ingress] }
`

export default defineRule({
  id: 'calico/stored-form',
  appliesTo: kinds.map(kind => `crd.projectcalico.org/v1/${kind}`),
  scope: 'manifest',
  severity: 'hint',
  tags: ['calico', 'version'],
  what: 'The object is written as Calico stores it.',
  why: 'In `crd.projectcalico.org` nothing is checked and no default is filled in; it is meant for Calico itself.',
  todo: 'Write `projectcalico.org/v3`, for which the cluster needs the API server of Calico, or calicoctl.',
  docs: {
    bad: policy('crd.projectcalico.org/v1'),
    good: policy('projectcalico.org/v3'),
    see: ['https://docs.tigera.io/calico/latest/operations/install-apiserver']
  },

  check({ manifest, report }) {
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${manifest.gvk.kind} is to be written as \`projectcalico.org/v3\`.`,
      fixes: [
        {
          title: 'Use `projectcalico.org/v3`',
          safe: false,
          change: edit => edit.set(['apiVersion'], 'projectcalico.org/v3')
        }
      ]
    })
  }
})
