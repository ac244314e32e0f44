import { defineRule } from '../define-rule.ts'
import { ciliumEntries, ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const bad = ciliumPolicy(`  egress:
    - toEndpoints: [{ matchLabels: { app: db } }]
      toCIDR: [192.0.2.0/24]
`)

const good = ciliumPolicy(`  egress:
    - toEndpoints: [{ matchLabels: { app: db } }]
    - toCIDR: [192.0.2.0/24]
`)

export default defineRule({
  id: 'cilium/peers-combined',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cilium', 'selector'],
  what: 'One rule names its peers in two ways.',
  why: 'Cilium refuses to combine them: the status of the policy says so, and nothing of it holds.',
  todo: 'Write a rule for each way; rules of one list are added to each other.',
  docs: {
    bad,
    good,
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#layer-3-examples']
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object))
      for (const { entry } of ciliumEntries(spec)) {
        const peers = entry.entries.filter(
          ([key, field]) =>
            /^(?:from|to)[A-Z]/.test(key) && key !== 'toPorts' && field.items.length > 0
        )
        const named = peers.filter(([key]) => !key.endsWith('Requires'))
        const [first, second] = named
        if (!first || !second) continue
        report({
          at: second[1].at,
          message: `\`${first[0]}\` and \`${second[0]}\` can't be combined in one rule.`
        })
      }
  }
})
