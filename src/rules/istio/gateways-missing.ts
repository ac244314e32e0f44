import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { belongTogether } from '../shared/folder-of.ts'
import {
  istioObjects,
  networkingKeys,
  serviceEntryHosts,
  serviceHost,
  specOf
} from '../shared/istio.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (gateways: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example]
${gateways}  http: [{ route: [{ destination: { host: web } }] }]
`

export default defineRule({
  id: 'istio/gateways-missing',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'gateway', 'route'],
  what: 'Routes for a host of a Gateway name no gateway.',
  why: 'Without `gateways` a VirtualService is for the sidecars of the mesh only. The Gateway that opens the host has no route for it and answers 404.',
  todo: 'Name the Gateway under `gateways`, and `mesh` as well where callers inside the mesh use the host.',
  docs: {
    bad: manifests(''),
    good: manifests('  gateways: [public]\n'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService'
    ]
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    if (manifest.partial || spec.get('gateways').isThere || spec.get('http').items.length === 0)
      return
    const entries = workspace.derive(serviceEntryHosts)
    for (const host of spec.get('hosts').items) {
      const { text } = host
      if (text === undefined || !text.includes('.') || text.includes('*')) continue
      if (serviceHost(text, manifest) || entries.has(text)) continue
      const gateway = gatewayOf(text, manifest, workspace)
      if (!gateway || isRouted(text, workspace)) continue
      const name =
        gateway.namespace === undefined || gateway.namespace === manifest.namespace
          ? (gateway.name ?? '')
          : `${gateway.namespace}/${gateway.name ?? ''}`
      report({
        at: host.at,
        part: 'value',
        message: `${describeManifest(gateway)} opens ${text}, and these routes are for no gateway.`,
        related: [
          { manifest: gateway, at: ['spec', 'servers'], message: 'The host is opened here.' }
        ],
        fixes: [
          {
            title: `Name the gateway \`${name}\``,
            safe: false,
            preferred: true,
            change: edit => edit.insert(['spec'], 'gateways', [name], 'hosts')
          }
        ]
      })
      return
    }
  }
})

/** The Gateway that opens a host by its very name. */
function gatewayOf(host: string, from: Manifest, workspace: WorkspaceView): Manifest | undefined {
  return istioObjects(workspace, 'Gateway').find(
    gateway =>
      belongTogether(gateway, from) &&
      specOf(gateway)
        .get('servers')
        .items.some(server =>
          server.get('hosts').texts.some(text => text.split('/').at(-1) === host)
        )
  )
}

/** Other routes bring the host to a gateway, so these are meant for the mesh. */
function isRouted(host: string, workspace: WorkspaceView): boolean {
  return istioObjects(workspace, 'VirtualService').some(
    one => specOf(one).get('gateways').isThere && specOf(one).get('hosts').texts.includes(host)
  )
}
