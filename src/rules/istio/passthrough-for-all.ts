import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { setTo } from '../shared/set-to.ts'

const gateway = (host: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: cross-network, namespace: istio-system }
spec:
  selector: { istio: eastwestgateway }
  servers:
    - port: { number: 15443, name: tls, protocol: TLS }
      tls: { mode: AUTO_PASSTHROUGH }
      hosts: ["${host}"]
`

export default defineRule({
  id: 'istio/passthrough-for-all',
  appliesTo: networkingKeys('Gateway'),
  scope: 'manifest',
  severity: 'hint',
  tags: ['istio', 'multicluster', 'security'],
  what: 'A gateway passes connections to every host on.',
  why: 'AUTO_PASSTHROUGH takes the host from the connection itself and asks for no certificate, so whoever reaches the address reaches everything that the gateway knows.',
  todo: 'Write `*.local`, or the hosts that the other cluster needs, and let the address be reached by that cluster alone.',
  docs: {
    bad: gateway('*'),
    good: gateway('*.local'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode'
    ]
  },
  labs: ['mesh-across-clusters'],

  check({ manifest, report }) {
    for (const server of specOf(manifest).get('servers').items) {
      if (server.get('tls', 'mode').text !== 'AUTO_PASSTHROUGH') continue
      for (const host of server.get('hosts').items)
        if (host.text === '*' || host.text === '*/*')
          report({
            at: host.at,
            part: 'value',
            message: 'Connections to every host are passed on.',
            fixes: setTo(host.at, '*.local')
          })
    }
  }
})
