import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { kustomizationKeys } from '../shared/kustomize.ts'

const chart = (version: string): string => `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: metallb, namespace: kube-system }
spec:
  repo: https://metallb.github.io/metallb
  chart: metallb
${version}  targetNamespace: metallb-system
`

export default defineRule({
  id: 'kustomize/chart-unpinned',
  appliesTo: [...kustomizationKeys, 'helm.cattle.io/v1/HelmChart'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['helm', 'kustomize', 'version'],
  what: 'A chart is installed in the version that is the newest at the time.',
  why: 'The next installation, or a controller that looks again, takes another version with other values, and nobody has changed anything.',
  todo: 'Write the version of the chart.',
  docs: {
    bad: chart(''),
    good: chart('  version: 0.16.1\n'),
    see: [
      'https://docs.k3s.io/add-ons/helm',
      'https://kubectl.docs.kubernetes.io/references/kustomize/builtins/#_helmchartinflationgenerator_'
    ]
  },
  labs: ['observability'],

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const one of root.get('helmCharts').items)
      if (one.get('repo').isThere && !one.get('version').isThere)
        report({
          at: one.get('name').at,
          message: `The chart ${one.get('name').text ?? ''} has no version.`
        })
    const spec = root.get('spec')
    if (manifest.gvk.kind !== 'HelmChart' || manifest.partial) return
    const isFile = /^https?:\/\/|^oci:\/\/.*[:@]/.test(spec.get('chart').text ?? '')
    if (spec.get('chart').isThere && !spec.get('version').isThere && !isFile)
      report({
        at: spec.get('chart').at,
        message: `The chart ${spec.get('chart').text ?? ''} has no version.`
      })
  }
})
