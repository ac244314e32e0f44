import { defineRule } from '../define-rule.ts'
import { ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const bad = ciliumPolicy('  ingress: [{ fromEndpoints: [] }]\n')
const good = ciliumPolicy('  ingress: [{ fromEndpoints: [{}] }]\n')

export default defineRule({
  id: 'cilium/empty-rule-allows-nothing',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['cilium', 'policy'],
  what: 'A list of peers is empty.',
  why: 'With Cilium an empty list selects nobody, so the rule allows nothing and only closes the rest. In a NetworkPolicy an empty list allows everybody.',
  todo: 'Leave it so to close the Pods, or write `[{}]` for every Pod of the namespace and `fromEntities: [all]` for everybody.',
  docs: {
    bad,
    good,
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#layer-3-examples']
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object))
      for (const direction of ['ingress', 'egress'])
        for (const entry of spec.get(direction).items)
          for (const [key, field] of entry.entries)
            if (/^(?:from|to)[A-Z]/.test(key) && key !== 'toPorts' && field.isList && field.isEmpty)
              report({ at: field.at, message: `An empty \`${key}\` selects nobody.` })
  }
})
