import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const gateway = (listener: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: east, namespace: istio-system, labels: { topology.istio.io/network: east } }
spec:
  gatewayClassName: istio-east-west
  listeners: [${listener}]
`

export default defineRule({
  id: 'istio/east-west-port',
  appliesTo: ['gateway.networking.k8s.io/v1/Gateway'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'multicluster', 'ambient'],
  what: 'The gateway between clusters in ambient mode listens as the one of sidecars does.',
  why: 'Gateways of the class istio-east-west speak HBONE on port 15008; 15443 with TLS passed through is for meshes of sidecars. The other cluster finds nobody.',
  todo: 'Let the listener have port 15008 and protocol HBONE.',
  docs: {
    bad: gateway('{ name: mesh, port: 15443, protocol: HBONE }'),
    good: gateway('{ name: mesh, port: 15008, protocol: HBONE }'),
    see: ['https://istio.io/latest/docs/ambient/install/multicluster/multi-primary_multi-network/']
  },
  labs: ['mesh-across-clusters'],

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    if (manifest.partial || spec.get('gatewayClassName').text !== 'istio-east-west') return
    for (const listener of spec.get('listeners').items) {
      const port = listener.get('port')
      if (port.number !== 15443) continue
      report({
        at: port.at,
        part: 'value',
        message: 'Port 15443 is that of a gateway for sidecars.',
        fixes: [
          {
            title: 'Set to 15008',
            safe: false,
            preferred: true,
            change: edit => edit.set(port.at, 15008)
          }
        ]
      })
    }
  }
})
