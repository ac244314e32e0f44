import { defineRule } from '../define-rule.ts'
import { ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const names = (key: string): string =>
  ciliumPolicy(`  egress:
    - toPorts:
        - ports: [{ port: "53", protocol: ANY }]
          rules: { dns: [{ matchPattern: "*" }] }
    - toFQDNs: [{ ${key}: "*.example.com" }]
`)

export default defineRule({
  id: 'cilium/fqdn-name-is-pattern',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cilium', 'dns'],
  supersedes: ['schema/invalid-value'],
  what: 'A name with a wildcard stands where a whole name belongs.',
  why: 'The field `matchName` takes one name as it is; the policy is refused.',
  todo: 'Write `matchPattern` for names with a wildcard.',
  docs: {
    bad: names('matchName'),
    good: names('matchPattern'),
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#dns-based']
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object)) {
      const egress = spec.get('egress').items
      const rules = egress.flatMap(entry => [
        ...entry.get('toFQDNs').items,
        ...entry.get('toPorts').items.flatMap(port => port.get('rules', 'dns').items)
      ])
      for (const rule of rules) {
        const name = rule.get('matchName')
        if (name.text?.includes('*') !== true) continue
        report({
          at: name.at,
          part: 'value',
          message: `${name.text} has a wildcard, which \`matchName\` does not know.`,
          fixes: rule.get('matchPattern').isThere
            ? []
            : [
                {
                  title: 'Use `matchPattern`',
                  safe: true,
                  preferred: true,
                  change: edit => edit.renameKey(name.at, 'matchPattern')
                }
              ]
        })
      }
    }
  }
})
