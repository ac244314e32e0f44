import { defineRule } from '../define-rule.ts'
import { ciliumEntries, ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const rule = (authentication: string): string =>
  ciliumPolicy(`  ingress:
    - fromEndpoints: [{ matchLabels: { app: blog } }]
${authentication}`)

export default defineRule({
  id: 'cilium/mutual-authentication',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['cilium', 'deprecated'],
  what: 'The rule demands mutual authentication as Cilium had it.',
  why: 'The feature is deprecated since Cilium 1.20, so the rule will have to go.',
  todo: 'Use a mesh or the encryption of Cilium for the identity of callers.',
  docs: {
    bad: rule('      authentication: { mode: required }\n'),
    good: rule(''),
    see: [
      'https://docs.cilium.io/en/stable/network/servicemesh/mutual-authentication/mutual-authentication/'
    ]
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object))
      for (const { entry } of ciliumEntries(spec)) {
        const mode = entry.get('authentication', 'mode')
        if (mode.text === 'required')
          report({ at: mode.at, part: 'value', message: 'Mutual authentication is deprecated.' })
      }
  }
})
