import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { slipOf } from '../shared/slip-of.ts'

const endpoint = (type: string): string => `apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: web, namespace: shop }
spec:
  endpoints:
    - { dnsName: shop.example, recordType: ${type}, targets: [192.0.2.10] }
`

const types = ['A', 'AAAA', 'CNAME', 'TXT', 'SRV', 'NS', 'PTR', 'MX', 'NAPTR']

export default defineRule({
  id: 'external-dns/record-type-unknown',
  appliesTo: ['externaldns.k8s.io/v1alpha1/DNSEndpoint'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'dns'],
  what: 'ExternalDNS does not know this type of record.',
  why: 'It compares types letter by letter and leaves out what it does not know, so no record is made and nothing is told.',
  todo: `Write one of ${types.slice(0, -1).join(', ')} or ${types.at(-1) ?? ''}, in capitals.`,
  docs: {
    bad: endpoint('a'),
    good: endpoint('A'),
    see: [
      'https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/',
      'https://pkg.go.dev/sigs.k8s.io/external-dns/endpoint#pkg-constants'
    ]
  },

  check({ manifest, report }) {
    for (const endpoint of new Field(manifest.object).get('spec', 'endpoints').items) {
      const type = endpoint.get('recordType')
      const { text } = type
      if (text === undefined || types.includes(text) || /\$\{|\{\{/.test(text)) continue
      const upper = text.trim().toUpperCase()
      const meant = types.includes(upper) ? upper : slipOf(upper, types)
      report({
        at: type.at,
        part: 'value',
        message: `${text === '' ? 'An empty text' : text} is no type of record that ExternalDNS makes.`,
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Set to \`${meant}\``,
                  safe: meant === upper,
                  preferred: true,
                  change: edit => edit.set(type.at, meant)
                }
              ]
      })
    }
  }
})
