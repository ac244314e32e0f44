import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { isFilledIn, type FieldFault } from '../shared/istio-parts.ts'
import { slipOf } from '../shared/slip-of.ts'

const entry = (port: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec:
  hosts: [api.example]
  resolution: STATIC
  ports: [{ number: 443, name: https, protocol: TLS }]
  endpoints:
    - address: 192.0.2.7
      ports: { ${port}: 8443 }
`

export default defineRule({
  id: 'istio/service-entry-ports',
  appliesTo: networkingKeys('ServiceEntry'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'egress', 'ports'],
  what: 'The ports of a ServiceEntry do not go with its endpoints or its hosts.',
  why: 'Istio refuses the object.',
  todo: 'Call the ports of endpoints by the names in `ports`, and give several hosts ports that tell them apart, as HTTP and TLS do.',
  docs: {
    bad: entry('http'),
    good: entry('https'),
    see: ['https://istio.io/latest/docs/reference/config/networking/service-entry/#WorkloadEntry']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const spec = specOf(manifest)
    const names = spec.get('ports').items.map(port => port.get('name').text ?? '')
    if (names.some(isFilledIn)) return
    for (const [name, { at }] of endpointPorts(spec)) {
      if (names.includes(name) || isFilledIn(name)) continue
      const meant = slipOf(name, names)
      report({
        at,
        part: 'key',
        message: `The ServiceEntry has no port ${name === '' ? 'without a name' : name}.`,
        ...(meant !== undefined && { todo: `Call it ${meant}.` })
      })
    }
    for (const { field, message } of protocolFaults(spec))
      report({ at: field.at, part: field.isMap ? 'key' : 'value', message })
  }
})

function endpointPorts(spec: Field): readonly (readonly [string, Field])[] {
  const resolution = spec.get('resolution').text
  if (!/^(?:STATIC|DNS|DNS_ROUND_ROBIN)$/.test(resolution ?? '')) return []
  return spec.get('endpoints').items.flatMap(endpoint => endpoint.get('ports').entries)
}

/** Protocols whose requests name the host that they are for. */
const naming = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY', 'HTTPS', 'TLS']
/** Those of which Istio makes a connection to whatever host is named. */
const dynamic = ['HTTP', 'HTTP2', 'GRPC', 'TLS']

function protocolFaults(spec: Field): readonly FieldFault[] {
  const resolution = spec.get('resolution').text ?? 'NONE'
  const ports = spec.get('ports')
  const sockets = spec
    .get('endpoints')
    .items.map(endpoint => endpoint.get('address'))
    .filter(({ text }) => text?.startsWith('unix://') === true)
  const allowed = resolution === 'DYNAMIC_DNS' ? dynamic : naming
  const isFree = resolution !== 'DYNAMIC_DNS' && spec.get('hosts').items.length < 2
  const wrong = ports.items.filter(port => {
    const protocol = port.get('protocol').text ?? ''
    return !isFilledIn(protocol) && !allowed.includes(protocol.toUpperCase())
  })
  return [
    ...(resolution === 'STATIC' && ports.items.length !== 1
      ? sockets.map(field => ({
          field,
          message: `A socket is one port, and here are ${ports.items.length}.`
        }))
      : []),
    ...(resolution === 'NONE' || isFree
      ? []
      : wrong.slice(0, 1).map(port => {
          const protocol = port.get('protocol')
          const name = protocol.text ?? ''
          return {
            field: name === '' ? port : protocol,
            message:
              resolution === 'DYNAMIC_DNS'
                ? `DYNAMIC_DNS works for ${dynamic.join(', ')} alone.`
                : `${name === '' ? 'A connection without a protocol' : `A connection of ${name}`} does not say for which of the hosts it is.`
          }
        }))
  ]
}
