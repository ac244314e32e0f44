import { defineRule } from '../define-rule.ts'
import { destinationRulesFor, networkingKeys, specOf } from '../shared/istio.ts'

const manifests = (rule: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec:
  hosts: [api.payments.example]
  location: MESH_EXTERNAL
  ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }]
  resolution: DNS
${rule}`

export default defineRule({
  id: 'istio/tls-not-started',
  appliesTo: networkingKeys('ServiceEntry'),
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'tls', 'egress'],
  what: 'Plain HTTP is sent to port 443 of a host outside of the mesh.',
  why: 'The targetPort changes the port and nothing else. Only a DestinationRule makes the proxy start TLS; without one the server gets plain HTTP where it expects TLS, and refuses it.',
  todo: 'Add a DestinationRule for the host with `tls: { mode: SIMPLE }`.',
  docs: {
    bad: manifests(''),
    good: manifests(`---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: payments, namespace: shop }
spec:
  host: api.payments.example
  trafficPolicy:
    portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE } }]
`),
    see: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const starts = spec
      .get('hosts')
      .texts.flatMap(host => destinationRulesFor(workspace, host, manifest))
      .some(rule => /"mode":"(?:SIMPLE|MUTUAL)"/.test(JSON.stringify(rule.object)))
    if (manifest.partial || starts) return
    for (const port of spec.get('ports').items) {
      const target = port.get('targetPort')
      if (target.number !== 443) continue
      if (!/^(?:HTTP|HTTP2|GRPC)$/i.test(port.get('protocol').text ?? '')) continue
      report({
        at: target.at,
        part: 'value',
        message: `Port ${port.get('number').number ?? ''} goes to 443 as plain ${port.get('protocol').text ?? ''}, and no DestinationRule here starts TLS.`
      })
    }
  }
})
