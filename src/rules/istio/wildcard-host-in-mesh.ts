import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (gateways: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: everything, namespace: shop }
spec:
  hosts: ["*"]
${gateways}  http: [{ route: [{ destination: { host: web } }] }]
`

export default defineRule({
  id: 'istio/wildcard-host-in-mesh',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'host'],
  what: 'A route for every host holds inside the mesh.',
  why: 'Without `gateways` the routes are for the mesh, where the host `*` would take all traffic; Istio refuses it.',
  todo: 'Name the Gateway that the routes are for, or the hosts.',
  docs: {
    bad: route(''),
    good: route('  gateways: [public]\n'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/']
  },

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const gateways = spec.get('gateways').texts
    if (manifest.partial || (gateways.length > 0 && !gateways.includes('mesh'))) return
    for (const host of spec.get('hosts').items)
      if (host.text === '*')
        report({ at: host.at, part: 'value', message: '`*` is no host inside the mesh.' })
  }
})
