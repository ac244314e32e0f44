import { parseCidr, parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import { conditionsOf, sourcesOf } from '../shared/istio-parts.ts'

const policy = (block: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: office, namespace: shop }
spec:
  action: DENY
  rules: [{ from: [{ source: { ipBlocks: ["${block}"] } }] }]
`

export default defineRule({
  id: 'istio/address-invalid',
  appliesTo: [...networkingKeys('ServiceEntry'), ...securityKeys('AuthorizationPolicy')],
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'address'],
  what: 'What is to be an address or a range is none.',
  why: 'Istio refuses the object.',
  todo: 'Write an address, such as 192.0.2.7, or a range, such as 192.0.2.0/24.',
  docs: {
    bad: policy('192.0.2.0/33'),
    good: policy('192.0.2.0/24'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source']
  },

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const fields = [
      ...spec.get('addresses').items,
      ...conditionsOf(spec, /^(?:source|remote|destination)\.ip$/),
      ...['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'].flatMap(key =>
        sourcesOf(spec).flatMap(source => source.get(key).items)
      )
    ]
    for (const { text, at } of fields)
      if (text !== undefined && !text.includes('$') && !parseIp(text) && !parseCidr(text))
        report({ at, part: 'value', message: `${text} is no address and no range.` })
  }
})
