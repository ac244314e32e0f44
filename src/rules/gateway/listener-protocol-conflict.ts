import type { Gateway, Listener } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys, listenersOf } from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/listener-protocol-conflict',
  appliesTo: gatewayKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api'],
  what: 'Two listeners of one port speak protocols that cannot share it.',
  why: 'A port can tell listeners apart by the hostname, within HTTP or within TLS, but not by the protocol. The controller marks both as conflicted (ProtocolConflict) and serves neither or only one of them.',
  todo: 'Give the listeners different ports.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: raw, port: 80, protocol: TCP }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: raw, port: 9000, protocol: TCP }
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#listener']
  },

  check({ manifest, report }) {
    const listeners = listenersOf(manifest.object)
    for (const [i, listener] of listeners.entries()) {
      const first = listeners.slice(0, i).findIndex(other => conflicts(other, listener))
      const other = listeners[first]
      if (!other) continue
      report({
        at: ['spec', 'listeners', i, 'protocol'],
        part: 'value',
        message: `Port ${listener.port} is that of listener ${other.name}, which speaks ${other.protocol}.`,
        related: [
          { at: ['spec', 'listeners', first, 'protocol'], message: 'The other one is here.' }
        ]
      })
    }
  }
})

function conflicts(a: Listener, b: Listener): boolean {
  if (a.port !== b.port) return false
  const left = layerOf(a)
  const right = layerOf(b)
  return (
    left !== undefined &&
    right !== undefined &&
    left !== right &&
    (left === 'UDP') === (right === 'UDP')
  )
}

/** What a port is read as. Protocols of an implementation's own are for it to judge. */
function layerOf({ protocol }: Listener): string | undefined {
  if (protocol === 'HTTPS' || protocol === 'TLS') return 'TLS'
  return ['HTTP', 'TCP', 'UDP'].includes(protocol) ? protocol : undefined
}
