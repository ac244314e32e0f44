import { defineRule } from '../define-rule.ts'

const cluster = (version: string): string => `kind: Cluster
apiVersion: kind.x-k8s.io/${version}
nodes: [{ role: control-plane }, { role: worker }]
`

const current = 'kind.x-k8s.io/v1alpha4'

export default defineRule({
  id: 'kind/old-version',
  // Those of the group's older name, kind.sigs.k8s.io, are another rule's, as all groups that were given up.
  appliesTo: ['v1alpha1', 'v1alpha2', 'v1alpha3'].map(
    version => `kind.x-k8s.io/${version}/Cluster`
  ),
  scope: 'manifest',
  severity: 'error',
  tags: ['kind', 'removed', 'version'],
  what: 'The configuration is in a version that kind has removed.',
  why: `kind reads ${current} only, and makes no cluster of any other.`,
  todo: `Write ${current}, and look through the fields: some have other names there.`,
  docs: {
    bad: cluster('v1alpha3'),
    good: cluster('v1alpha4'),
    see: [
      'https://kind.sigs.k8s.io/docs/user/configuration/#a-note-on-cli-parameters-and-configuration-files'
    ]
  },

  check({ manifest, report }) {
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `kind does not read ${manifest.gvk.group}/${manifest.gvk.version}.`,
      fixes: [
        {
          title: `Use \`${current}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(['apiVersion'], current)
        }
      ]
    })
  }
})
