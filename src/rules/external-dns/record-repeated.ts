import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const endpoints = (name: string): string => `apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: web, namespace: shop }
spec:
  endpoints:
    - { dnsName: shop.example, recordType: A, targets: [192.0.2.1] }
    - { dnsName: ${name}, recordType: A, targets: [192.0.2.2] }
`

export default defineRule({
  id: 'external-dns/record-repeated',
  appliesTo: ['externaldns.k8s.io/v1alpha1/DNSEndpoint'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'dns'],
  what: 'A record is written twice.',
  why: 'ExternalDNS takes one of the two, and which one is not defined.',
  todo: 'Write all targets in one endpoint, or tell the two apart by `setIdentifier` where the provider has weights.',
  docs: {
    bad: endpoints('shop.example'),
    good: endpoints('www.shop.example'),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/']
  },

  check({ manifest, report }) {
    const seen = new Map<string, Field>()
    for (const endpoint of new Field(manifest.object).get('spec', 'endpoints').items) {
      const name = endpoint.get('dnsName')
      if (name.text === undefined) continue
      const key = [
        name.text.toLowerCase().replace(/\.$/, ''),
        endpoint.get('recordType').text,
        endpoint.get('setIdentifier').text
      ].join(' ')
      const before = seen.get(key)
      if (before)
        report({
          at: name.at,
          part: 'value',
          message: `There is a record of ${name.text} of this type already.`,
          related: [{ at: before.at, message: 'The first is here.' }]
        })
      else seen.set(key, name)
    }
  }
})
