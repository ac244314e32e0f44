import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { isFilledIn, isGiven, isMessage, type FieldFault } from '../shared/istio-parts.ts'

const sidecar = (listeners: string): string => `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  egress:
${listeners}`

const ofPort =
  '    - { port: { number: 5432, name: db, protocol: TCP }, hosts: [./db.shop.svc.cluster.local] }\n'
const ofRest = '    - { hosts: [./*] }\n'

export default defineRule({
  id: 'istio/sidecar-refused',
  appliesTo: networkingKeys('Sidecar'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'sidecar', 'ports'],
  what: 'The listeners or the proxy of a Sidecar are written as Istio does not take them.',
  why: 'Istio refuses the object.',
  todo: 'Let each listener have a port of its own and say which hosts it is for; the one without a port comes last.',
  docs: {
    bad: sidecar(ofRest + ofPort),
    good: sidecar(ofPort + ofRest),
    see: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const spec = specOf(manifest)
    for (const { field, message } of [
      ...egressFaults(spec.get('egress').items),
      ...['egress', 'ingress'].flatMap(key => portFaults(spec.get(key).items)),
      ...spec.get('ingress').items.flatMap(one => endpointFaults(one.get('defaultEndpoint'))),
      ...proxyFaults(spec.get('outboundTrafficPolicy'))
    ])
      report({ at: field.at, part: field.isMap || field.isList ? 'key' : 'value', message })
  }
})

function egressFaults(listeners: readonly Field[]): readonly FieldFault[] {
  const all = listeners.filter(one => one.isMap)
  return [
    ...all
      .filter((one, i) => !isMessage(one.get('port')) && i < all.length - 1)
      .map(field => ({
        field,
        message: 'A listener without a port takes what the others leave, so it comes last.'
      })),
    ...all
      .filter(one => !isGiven(one.get('hosts')))
      .map(one => ({
        field: one.get('hosts').isThere ? one.get('hosts') : one,
        message: 'The listener is for no host.'
      }))
  ]
}

function portFaults(listeners: readonly Field[]): readonly FieldFault[] {
  const ports = listeners.map(one => one.get('port'))
  const numbers = ports.map(port => port.get('number').number ?? 0)
  return [
    ...ports
      .map(port => port.get('number'))
      .filter((_, i) => numbers[i] !== 0 && numbers.indexOf(numbers[i] ?? 0) < i)
      .map(field => ({ field, message: `Two listeners have the port ${field.number ?? 0}.` })),
    ...ports
      .map(port => port.get('name'))
      .filter(
        ({ text }) =>
          text !== undefined &&
          !isFilledIn(text) &&
          !/^(?:[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/.test(text)
      )
      .map(field => ({ field, message: `${field.text ?? ''} can’t be the name of a port.` })),
    ...ports
      .map(port => port.get('targetPort'))
      .filter(({ number }) => (number ?? 0) > 0)
      .map(field => ({ field, message: '`targetPort` means nothing in a Sidecar.' }))
  ]
}

/** Where requests go that come in: a port of this Pod, or a socket. */
function endpointFaults(field: Field): readonly FieldFault[] {
  const { text = '' } = field
  if (text === '' || text.startsWith('unix://') || isFilledIn(text)) return []
  const [, port] = /^(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\])?:(\d{1,5})$/.exec(text) ?? []
  if (Number(port) > 0 && Number(port) < 65_536) return []
  const message = `${text} is no endpoint of this Pod, such as 127.0.0.1:8080.`
  return [{ field, message }]
}

function proxyFaults(policy: Field): readonly FieldFault[] {
  const proxy = policy.get('egressProxy')
  if (!isMessage(proxy) || policy.get('mode').text !== 'ALLOW_ANY') return []
  const port = proxy.get('port')
  const number = port.get('number')
  const value = number.number ?? 0
  if (!isMessage(port)) return [{ field: proxy, message: 'The proxy needs a `port`.' }]
  return isFilledIn(number.text) || (value > 0 && value < 65_536)
    ? []
    : [{ field: number.isThere ? number : port, message: 'The proxy needs the number of a port.' }]
}
