import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const names = `    - toFQDNs: [{ matchName: api.example }]
`

const dns = (rules: string): string => `    - toEndpoints:
        - matchLabels: { k8s:io.kubernetes.pod.namespace: kube-system, k8s-app: kube-dns }
      toPorts:
        - ports: [{ port: "53", protocol: ANY }]
${rules}`

export default defineRule({
  id: 'cilium/fqdn-without-dns-rule',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['cilium', 'dns', 'egress'],
  what: 'Names are allowed, and the answers of DNS are not watched.',
  why: 'Cilium learns the addresses of a name from the answers that pass its DNS proxy. Only a rule with `rules.dns` sends them there; without one the name stays without addresses and everything to it is dropped.',
  todo: 'Add `rules: { dns: [{ matchPattern: "*" }] }` to the rule that allows port 53.',
  docs: {
    bad: ciliumPolicy(`  egress:\n${dns('')}${names}`),
    good: ciliumPolicy(
      `  egress:\n${dns('          rules: { dns: [{ matchPattern: "*" }] }\n')}${names}`
    ),
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#dns-based']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const spec of ciliumSpecs(manifest.object)) {
      const egress = spec.get('egress').items
      const names = egress.map(entry => entry.get('toFQDNs')).find(list => list.items.length > 0)
      const ports = egress.flatMap(entry => entry.get('toPorts').items)
      if (!names || ports.some(port => port.get('rules', 'dns').isThere)) continue
      const unwatched = ports.find(allowsDns)
      // Without any rule for DNS here, another policy may have it.
      report({
        at: unwatched ? unwatched.get('ports').at : names.at,
        severity: unwatched ? 'warning' : 'hint',
        message: unwatched
          ? 'DNS is allowed here without being watched, so the names below have no addresses.'
          : 'No rule here sends DNS to the proxy, from which the names get their addresses.',
        fixes: unwatched
          ? [
              {
                title: 'Watch the answers of DNS',
                safe: false,
                preferred: true,
                change: edit => edit.insert(unwatched.at, 'rules', { dns: [{ matchPattern: '*' }] })
              }
            ]
          : []
      })
    }
  }
})

function allowsDns(toPort: Field): boolean {
  return toPort.get('ports').items.some(port => String(port.get('port').value) === '53')
}
