import { defineRule } from '../define-rule.ts'
import { ciliumEntries, ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'
import { methodFault } from '../shared/http-method.ts'

const http = (method: string): string =>
  ciliumPolicy(`  ingress:
    - toPorts:
        - ports: [{ port: "80", protocol: TCP }]
          rules: { http: [{ method: ${method} }] }
`)

export default defineRule({
  id: 'cilium/method-case',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cilium', 'policy'],
  what: 'A method of HTTP is written in small letters.',
  why: 'The method is a pattern that is compared letter by letter, and programs send methods in capitals (RFC 9110, 9.1), so the rule allows no request.',
  todo: 'Write the method in capitals.',
  docs: {
    bad: http('get'),
    good: http('GET'),
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#http']
  },

  check({ manifest, report }) {
    const rules = ciliumSpecs(manifest.object)
      .flatMap(ciliumEntries)
      .flatMap(({ entry }) => entry.get('toPorts').items)
      .flatMap(toPort => toPort.get('rules', 'http').items)
    for (const method of rules.map(rule => rule.get('method'))) {
      const fault = methodFault(method)
      if (fault) report(fault)
    }
  }
})
