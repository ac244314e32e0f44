import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { istioObjects, networkingKeys, specOf } from '../shared/istio.ts'
import { hostnamesIntersect } from '../shared/routes.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (host: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.shop.example"] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [${host}]
  gateways: [public]
  http: [{ route: [{ destination: { host: web } }] }]
`

export default defineRule({
  id: 'istio/gateway-host-mismatch',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'host'],
  what: 'A host of the VirtualService is none of its Gateway.',
  why: 'The Gateway takes requests for its own hosts only, so the routes of this host never see one from outside.',
  todo: 'Use a host that the Gateway takes in, or add it to the Gateway.',
  docs: {
    bad: manifests('www.store.example'),
    good: manifests('www.shop.example'),
    see: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Server']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const named = spec.get('gateways').texts
    if (named.length === 0 || named.includes('mesh')) return
    const gateways = named.map(name => gatewayOf(workspace, manifest, name))
    if (gateways.some(gateway => gateway === undefined || gateway.partial)) return
    const servers = gateways.flatMap(gateway =>
      gateway ? specOf(gateway).get('servers').items : []
    )
    const taken = servers.flatMap(server => server.get('hosts').texts).map(withoutNamespace)
    const [gateway] = gateways
    if (!gateway || taken.length === 0) return
    for (const host of spec.get('hosts').items) {
      const text = host.text
      if (text === undefined || text === '*' || !text.includes('.')) continue
      if (taken.some(one => one === '*' || hostnamesIntersect(one, text))) continue
      report({
        at: host.at,
        part: 'value',
        message: `${describeManifest(gateway)} takes ${taken.join(', ')} only.`,
        related: [{ manifest: gateway, at: ['spec', 'servers'], message: 'Its hosts are here.' }]
      })
    }
  }
})

function gatewayOf(workspace: WorkspaceView, from: Manifest, text: string): Manifest | undefined {
  const [name, own] = text.split('/').reverse()
  const namespace = own ?? from.namespace
  const found = istioObjects(workspace, 'Gateway').filter(
    gateway =>
      gateway.name === name &&
      (namespace === undefined ||
        gateway.namespace === undefined ||
        gateway.namespace === namespace)
  )
  return found.length === 1 ? found[0] : undefined
}

/** `shop/*.example.com` takes VirtualServices of one namespace only. */
function withoutNamespace(host: string): string {
  return host.slice(host.indexOf('/') + 1)
}
