import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const gateway = (name: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ingress }
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example] }
    - { port: { number: 8080, name: ${name}, protocol: HTTP }, hosts: [shop.example] }
`

export default defineRule({
  id: 'istio/gateway-port-name-repeated',
  appliesTo: networkingKeys('Gateway'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'ports'],
  what: 'Two servers of a Gateway call their ports alike.',
  why: 'The names of the ports have to differ; Istio refuses the Gateway otherwise.',
  todo: 'Give every port a name of its own.',
  docs: {
    bad: gateway('http'),
    good: gateway('http-alt'),
    see: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Port']
  },

  check({ manifest, report }) {
    const seen = new Map<string, number>()
    for (const server of specOf(manifest).get('servers').items) {
      const name = server.get('port', 'name')
      const number = server.get('port', 'number').number
      if (name.text === undefined || number === undefined) continue
      const before = seen.get(name.text)
      seen.set(name.text, before ?? number)
      if (before === undefined) continue
      report({
        at: name.at,
        part: 'value',
        message: `Another port is called ${name.text} already.`,
        fixes: [
          {
            title: `Call it \`${name.text}-${number}\``,
            safe: false,
            preferred: true,
            change: edit => edit.set(name.at, `${name.text ?? ''}-${number}`)
          }
        ]
      })
    }
  }
})
