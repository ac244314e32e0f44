import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import {
  destinationsOf,
  networkingKeys,
  reviewsService,
  securityKeys,
  specOf
} from '../shared/istio.ts'
import { conditionsOf, matchesOf, operationsOf, trafficPoliciesOf } from '../shared/istio-parts.ts'

const route = (port: string): string => `${reviewsService}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: reviews, port: ${port} } }] }]
`

export default defineRule({
  id: 'istio/port-number-invalid',
  appliesTo: [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar'].flatMap(
      networkingKeys
    ),
    ...securityKeys('AuthorizationPolicy')
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'ports'],
  what: 'A port has no number from 1 to 65535.',
  why: 'Istio refuses the object. It knows ports by their numbers here, not by their names.',
  todo: 'Write the number of the port.',
  docs: {
    bad: route('{}'),
    good: route('{ number: 9080 }'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector']
  },

  check({ manifest, report }) {
    for (const { holder, number } of portsOf(manifest)) {
      const value = number.number ?? (number.text === undefined ? 0 : Number(number.text))
      if (
        /[${]/.test(number.text ?? '') ||
        (Number.isInteger(value) && value > 0 && value < 65_536)
      )
        continue
      report({
        at: number.isThere ? number.at : holder.at,
        part: number.isThere ? 'value' : 'key',
        message: number.isThere
          ? `${number.text ?? String(number.number)} is no number of a port.`
          : 'The number of the port is missing.'
      })
    }
  }
})

interface Port {
  readonly holder: Field
  readonly number: Field
}

function portsOf(manifest: Manifest): readonly Port[] {
  const spec = specOf(manifest)
  const numbered = (ports: readonly Field[]): readonly Port[] =>
    ports.filter(port => port.isMap).map(holder => ({ holder, number: holder.get('number') }))
  const written = (numbers: readonly Field[]): readonly Port[] =>
    numbers.filter(({ isThere }) => isThere).map(number => ({ holder: number, number }))
  switch (manifest.object.kind) {
    case 'VirtualService':
      return [
        ...numbered(destinationsOf(spec).map(one => one.get('port'))),
        // A zero is as good as no port.
        ...written(
          [
            ...matchesOf(spec, 'http', 'tls', 'tcp'),
            ...spec.get('http').items.map(http => http.get('redirect'))
          ].map(one => one.get('port'))
        ).filter(({ number }) => number.number !== 0)
      ]
    case 'DestinationRule':
      return written(trafficPoliciesOf(spec).map(one => one.get('tunnel', 'targetPort')))
    case 'Sidecar':
      return [
        ...numbered(spec.get('ingress').items.map(one => one.get('port'))),
        ...numbered(
          spec
            .get('egress')
            .items.filter(one => one.get('bind').text?.startsWith('unix://') !== true)
            .map(one => one.get('port'))
        )
      ]
    case 'Gateway':
      return numbered(
        spec
          .get('servers')
          .items.filter(server => server.get('bind').text?.startsWith('unix://') !== true)
          .map(server => server.get('port'))
      )
    case 'ServiceEntry':
      return numbered(spec.get('ports').items)
    default:
      return [
        ...operationsOf(spec).flatMap(operation =>
          ['ports', 'notPorts'].flatMap(key => operation.get(key).items)
        ),
        ...conditionsOf(spec, /^destination\.port$/)
      ].map(number => ({ holder: number, number }))
  }
}
