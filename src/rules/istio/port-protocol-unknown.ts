import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const entry = (protocol: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec:
  hosts: [api.example]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{ number: 443, name: tls, protocol: ${protocol} }]
`

const protocols = [
  ...['HTTP', 'HTTPS', 'HTTP2', 'GRPC', 'GRPC-WEB', 'TCP', 'TLS', 'UDP', 'MONGO', 'REDIS'],
  ...['MYSQL', 'HTTP_PROXY', 'HBONE', 'DOUBLE-HBONE']
]

export default defineRule({
  id: 'istio/port-protocol-unknown',
  appliesTo: ['ServiceEntry', 'Gateway', 'Sidecar'].flatMap(networkingKeys),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'ports'],
  what: 'A port speaks a protocol that Istio does not know.',
  why: 'Istio refuses the object, because it cannot tell how to treat the connections.',
  todo: 'Write one of HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TCP, TLS and MONGO.',
  docs: {
    bad: entry('HTTPS2'),
    good: entry('TLS'),
    see: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Port']
  },
  labs: ['service-mesh'],

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const ports = [
      ...spec.get('ports').items,
      ...['servers', 'ingress', 'egress'].flatMap(list =>
        spec.get(list).items.map(one => one.get('port'))
      )
    ]
    for (const { text, at } of ports.map(port => port.get('protocol'))) {
      // The letters' case does not matter to Istio.
      const own = text?.toUpperCase()
      // An empty one is none, which a Gateway alone can't do without.
      if (own === '' && manifest.object.kind !== 'Gateway') continue
      if (own === undefined || protocols.includes(own) || own.includes('$')) continue
      const meant = slipOf(own, protocols)
      report({
        at,
        part: 'value',
        message: own === '' ? 'The protocol is empty.' : `There is no protocol ${text ?? ''}.`,
        fixes: setTo(at, meant)
      })
    }
  }
})
