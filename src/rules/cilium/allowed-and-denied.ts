import type { Field } from '../../base/field.ts'
import { jsonEqual } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const rules = (peer: string): string =>
  ciliumPolicy(`  ingress:
    - fromEndpoints: [{ matchLabels: { app: blog } }]
  ingressDeny:
    - fromEndpoints: [{ matchLabels: { app: ${peer} } }]
`)

export default defineRule({
  id: 'cilium/allowed-and-denied',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cilium', 'policy'],
  what: 'The same peers are allowed and denied.',
  why: 'A rule that denies always goes before one that allows, wherever they stand, so the allowing one does nothing.',
  todo: 'Take away one of the two.',
  docs: {
    bad: rules('blog'),
    good: rules('wiki'),
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#deny-policies']
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object))
      for (const direction of ['ingress', 'egress']) {
        const denied = spec.get(`${direction}Deny`).items
        for (const entry of spec.get(direction).items) {
          const by = denied.find(one => covers(one, entry))
          if (by)
            report({
              at: entry.at,
              message: `\`${direction}Deny\` denies what is allowed here.`,
              related: [{ at: by.at, message: 'It is denied here.' }]
            })
        }
      }
  }
})

/** Whether a denying rule takes in all of an allowing one: the same peers, and every port or the same. */
function covers(deny: Field, allow: Field): boolean {
  const peersOf = (entry: Field): unknown =>
    Object.fromEntries(
      entry.entries
        .filter(([key]) => /^(?:from|to)[A-Z]/.test(key) && key !== 'toPorts')
        .map(([key, field]) => [key, field.value])
    )
  const ports = deny.get('toPorts')
  return (
    deny.keys.length > 0 &&
    jsonEqual(peersOf(deny), peersOf(allow)) &&
    (!ports.isThere || jsonEqual(ports.value, allow.get('toPorts').value)) &&
    jsonEqual(deny.get('icmps').value, allow.get('icmps').value)
  )
}
