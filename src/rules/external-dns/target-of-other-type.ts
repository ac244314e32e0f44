import { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'

const endpoint = (type: string, target: string): string => `apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: web, namespace: shop }
spec:
  endpoints:
    - { dnsName: shop.example, recordType: ${type}, targets: [${target}] }
`

export default defineRule({
  id: 'external-dns/target-of-other-type',
  appliesTo: ['externaldns.k8s.io/v1alpha1/DNSEndpoint'],
  scope: 'manifest',
  severity: 'error',
  tags: ['external-dns', 'dns'],
  what: 'A target is none that a record of this type can have.',
  why: 'ExternalDNS leaves the record out, or the provider refuses it, so the name is not found.',
  todo: 'Write IPv4 addresses for A, IPv6 addresses for AAAA, one name for CNAME, and `10 5 443 web.shop.example.` for SRV.',
  docs: {
    bad: endpoint('A', 'web.shop.example'),
    good: endpoint('CNAME', 'web.shop.example'),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/']
  },

  check({ manifest, report }) {
    for (const endpoint of new Field(manifest.object).get('spec', 'endpoints').items) {
      const type = endpoint.get('recordType')
      const targets = endpoint.get('targets')
      // Several targets of one name are right where the provider tells them apart by an identifier.
      if (type.text === 'CNAME' && targets.items.length > 1)
        report({ at: targets.at, message: 'A CNAME has one target only.' })
      for (const target of targets.items) {
        const text = target.text
        if (text === undefined || /\$\{|\{\{/.test(text)) continue
        const message = faultOf(type.text ?? '', text)
        const meant = typeFor(text)
        if (message === undefined) continue
        report({
          at: target.at,
          part: 'value',
          message,
          fixes:
            targets.items.length === 1 && meant !== undefined && meant !== type.text
              ? [
                  {
                    title: `Make it a record of type ${meant}`,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set(type.at, meant)
                  }
                ]
              : []
        })
      }
    }
  }
})

function faultOf(type: string, text: string): string | undefined {
  const family = parseIp(text)?.family
  switch (type) {
    case 'A':
      return family === 'IPv4' ? undefined : `${text} is no IPv4 address.`
    case 'AAAA':
      return family === 'IPv6' ? undefined : `${text} is no IPv6 address.`
    case 'CNAME':
    case 'NS':
      return family === undefined ? undefined : `${text} is an address, and ${type} needs a name.`
    case 'SRV':
      return /^\d+ \d+ \d+ \S+\.$/.test(text)
        ? undefined
        : `${text} is not priority, weight, port and a name that ends with a dot.`
    case 'MX':
      return /^\d+ \S+$/.test(text) ? undefined : `${text} is not a preference and a name.`
    default:
      return undefined
  }
}

function typeFor(text: string): string | undefined {
  const family = parseIp(text)?.family
  if (family) return family === 'IPv4' ? 'A' : 'AAAA'
  return /^[\w-]+(?:\.[\w-]+)+\.?$/.test(text) ? 'CNAME' : undefined
}
