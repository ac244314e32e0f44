import type { Field } from '../../base/field.ts'
import { parseCidr, parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const entry = (fields: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db, namespace: shop }
spec:
  hosts: [db.example]
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
${fields}`

export default defineRule({
  id: 'istio/service-entry-resolution',
  appliesTo: networkingKeys('ServiceEntry'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'egress'],
  what: 'The way to find the endpoints and what is written of them do not go together.',
  why: 'STATIC takes the addresses that are written, and DNS looks names up. Istio refuses the object otherwise, or finds no endpoints.',
  todo: 'Choose the resolution that fits, or write the endpoints that it needs.',
  docs: {
    bad: entry('  resolution: STATIC\n  endpoints: [{ address: db.internal.example }]\n'),
    good: entry('  resolution: DNS\n  endpoints: [{ address: db.internal.example }]\n'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution'
    ]
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const spec = specOf(manifest)
    const resolution = spec.get('resolution').text ?? 'NONE'
    for (const found of faultsOf(spec, resolution)) report({ part: 'value', ...found })
  }
})

function faultsOf(spec: Field, resolution: string): readonly Pick<Report, 'at' | 'message'>[] {
  const endpoints = spec.get('endpoints')
  if (resolution === 'STATIC') {
    const names = endpoints.items
      .map(endpoint => endpoint.get('address'))
      .filter(({ text }) => text !== undefined && !text.startsWith('unix://') && !parseIp(text))
    return names.map(name => ({
      at: name.at,
      message: `${name.text ?? ''} is no address, and STATIC looks no names up.`
    }))
  }
  if (resolution !== 'DNS' && resolution !== 'DNS_ROUND_ROBIN') return []
  const wildcards = endpoints.items.length > 0 ? [] : spec.get('hosts').items
  return [
    ...wildcards
      .filter(host => host.text?.startsWith('*') === true)
      .map(host => ({
        at: host.at,
        message: `${host.text ?? ''} cannot be looked up in DNS, and no endpoints are written.`
      })),
    ...spec
      .get('addresses')
      .items.filter(({ text }) => text?.includes('/') === true && parseCidr(text) !== undefined)
      .map(address => ({
        at: address.at,
        message: `${address.text ?? ''} is a range, which DNS cannot be asked for.`
      }))
  ]
}
