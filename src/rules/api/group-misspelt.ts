import { defineRule } from '../define-rule.ts'
import { slipOf } from '../shared/slip-of.ts'

/** Groups whose kinds the product has no schemas of, so that nothing else would tell of the slip. */
const groups = [
  ...['install.istio.io', 'telemetry.istio.io', 'extensions.istio.io', 'operator.tigera.io'],
  ...['cert-manager.io', 'acme.cert-manager.io', 'helm.cattle.io', 'k3s.cattle.io'],
  ...['submariner.io', 'kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io', 'argoproj.io']
]

const operator = (group: string): string => `apiVersion: ${group}/v1alpha1
kind: IstioOperator
metadata: { name: mesh, namespace: istio-system }
spec: { profile: minimal }
`

export default defineRule({
  id: 'api/group-misspelt',
  appliesTo: ['*'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['api'],
  what: 'The group of the API is written with a slip.',
  why: 'The API server has no kinds in a group that nobody has defined, so it refuses the object.',
  todo: 'Correct the group.',
  docs: {
    bad: operator('insall.istio.io'),
    good: operator('install.istio.io'),
    see: ['https://kubernetes.io/docs/reference/using-api/#api-groups']
  },
  labs: ['mesh-across-clusters'],

  check({ manifest, workspace, report }) {
    const { group, version } = manifest.gvk
    if (group.length < 5 || groups.includes(group)) return
    const meant = meantGroup(group)
    if (meant === undefined) return
    // Who defines the group here means it.
    const isDefined = workspace
      .all('apiextensions.k8s.io/v1/CustomResourceDefinition')
      .some(({ object }) => JSON.stringify(object).includes(`"${group}"`))
    if (isDefined) return
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `There is no group ${group}; ${meant} is one.`,
      fixes: [
        {
          title: `Set to \`${meant}/${version}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(['apiVersion'], `${meant}/${version}`)
        }
      ]
    })
  }
})

/** Kept by group, for a workspace has a few groups and many objects of each. */
const known = new Map<string, string | undefined>()

function meantGroup(group: string): string | undefined {
  if (!known.has(group)) {
    if (known.size > 100) known.clear()
    known.set(group, slipOf(group, groups))
  }
  return known.get(group)
}
