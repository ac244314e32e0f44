import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { istioObjects, networkingKeys, serviceHost, specOf } from '../shared/istio.ts'
import { perObject } from '../shared/per-object.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const route = (name: string, host: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [${host}]
  http: [{ route: [{ destination: { host: ${host} } }] }]
`

export default defineRule({
  id: 'istio/duplicate-host',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'host'],
  what: 'Two VirtualServices route one host inside the mesh.',
  why: 'For traffic inside the mesh the proxies take the oldest of the two and drop the other; only those of a Gateway are merged.',
  todo: 'Put the routes of one host into one VirtualService.',
  docs: {
    bad: `${route('reviews', 'reviews')}---\n${route('reviews-canary', 'reviews')}`,
    good: `${route('reviews', 'reviews')}---\n${route('ratings', 'ratings')}`,
    see: [
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services'
    ]
  },

  check({ manifest, workspace, report }) {
    const all = workspace.derive(meshHosts)
    for (const item of specOf(manifest).get('hosts').items) {
      const key = hostKey(item.text ?? '', manifest)
      const others = key === undefined ? [] : (all.get(key) ?? [])
      const place = others.indexOf(manifest)
      // A name that comes twice is one object for two environments.
      const other = others.slice(0, Math.max(place, 0)).find(one => one.name !== manifest.name)
      if (!other) continue
      report({
        at: item.at,
        part: 'value',
        message: `${describeManifest(other)} routes ${item.text ?? ''} as well.`,
        related: [{ manifest: other, at: ['spec', 'hosts'], message: 'The other is here.' }]
      })
    }
  }
})

/** VirtualServices that hold inside the mesh, by namespace and host. */
function meshHosts(workspace: WorkspaceView): ReadonlyMap<string, readonly Manifest[]> {
  const found = new Map<string, Manifest[]>()
  for (const manifest of istioObjects(workspace, 'VirtualService'))
    for (const key of keysOf(manifest)) {
      const known = found.get(key)
      if (known) known.push(manifest)
      else found.set(key, [manifest])
    }
  return found
}

const keysOf = perObject((manifest): readonly string[] => {
  const spec = specOf(manifest)
  const gateways = spec.get('gateways').texts
  const isMesh = gateways.length === 0 || gateways.includes('mesh')
  // A delegate has no hosts, and one that is shown to its namespace only has no rival elsewhere.
  if (!isMesh || manifest.partial || spec.get('exportTo').isThere) return []
  return spec.get('hosts').texts.flatMap(host => hostKey(host, manifest) ?? [])
})

function hostKey(host: string, manifest: Manifest): string | undefined {
  if (manifest.namespace === undefined || host === '' || host.includes('*')) return undefined
  const service = serviceHost(host, manifest)
  const name = service ? `${service.name}.${service.namespace ?? ''}` : host
  return `${manifest.namespace} ${name}`
}
