import type { Service } from '../../model/kinds.ts'
import { matchesLabels } from '../../model/selector.ts'
import { podLabelsOf, type Deployment } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { serviceBackendsOf, type Route } from '../shared/routes.ts'
import { servicesBeside, servicesNamed } from '../shared/service-port.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const version = (name: string, replicas: number): string => `apiVersion: v1
kind: Service
metadata: { name: web-${name}, namespace: shop }
spec: { selector: { app: web, version: ${name} }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web-${name}, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web, version: ${name} } }
  template:
    metadata: { labels: { app: web, version: ${name} } }
    spec: { containers: [{ name: web, image: "registry.example/web:${name}" }] }
---
`

const manifests = (
  first: number,
  second: number
): string => `${version('v1', first)}${version('v2', second)}apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: web }]
  rules:
    - backendRefs: [{ name: web-v1, port: 80, weight: 90 }, { name: web-v2, port: 80, weight: 10 }]
`

export default defineRule<Deployment>({
  id: 'route/replicas-like-weights',
  appliesTo: ['apps/v1/Deployment'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['gateway-api', 'canary'],
  what: 'The versions behind a weighted route have replicas in the proportion of the weights.',
  why: 'Without the route the traffic would be shared like this, too, so a measurement does not show whether the route does anything. With it one Pod of the new version gets the share of its weight alone.',
  todo: 'Run as many replicas of each version while the route is tried, or as many as each share needs.',
  docs: {
    bad: manifests(9, 1),
    good: manifests(2, 2),
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/']
  },
  labs: ['canary-with-a-mesh'],

  check({ manifest, workspace, report }) {
    const { replicas } = manifest.object.spec ?? {}
    if (manifest.partial || replicas === undefined) return
    // Few workspaces have one; each Deployment against each Service took half the time of a large file.
    const routes = workspace.derive(weightedRoutes)
    if (routes.length === 0) return
    const services = servicesBeside(workspace, manifest).filter(service =>
      selects(service, manifest)
    )
    if (services.length === 0) return
    for (const route of routes) {
      const backends = serviceBackendsOf(route.object)
      if (!backends.some(({ backend }) => services.some(one => isMeant(one, backend.name, route))))
        continue
      const parts = backends.map(({ backend }) => ({
        weight: backend.weight ?? 1,
        replicas: replicasBehind(workspace, route, backend.name)
      }))
      if (!isSameProportion(parts)) continue
      report({
        at: ['spec', 'replicas'],
        part: 'value',
        message: `The replicas are in the same proportion as the weights of ${describeManifest(route)}.`,
        related: [{ manifest: route, at: ['spec', 'rules'], message: 'The weights are here.' }]
      })
      return
    }
  }
})

function weightedRoutes(workspace: WorkspaceView): readonly Manifest<Route>[] {
  const routes = ['HTTPRoute', 'GRPCRoute'].flatMap(kind =>
    workspace.ofKind('gateway.networking.k8s.io', kind)
  ) as readonly Manifest<Route>[]
  // Several rules have several shares, of which none is that of the whole.
  return routes.filter(
    ({ object }) =>
      object.spec?.rules?.length === 1 &&
      serviceBackendsOf(object).length > 1 &&
      new Set(serviceBackendsOf(object).map(({ backend }) => backend.weight ?? 1)).size > 1
  )
}

function isMeant(service: Manifest<Service>, name: string | undefined, route: Manifest): boolean {
  return (
    service.name === name &&
    (service.namespace === undefined ||
      route.namespace === undefined ||
      service.namespace === route.namespace)
  )
}

function selects(service: Manifest<Service>, workload: Manifest): boolean {
  const { selector = {} } = service.object.spec ?? {}
  return (
    Object.keys(selector).length > 0 && matchesLabels(selector, podLabelsOf(workload.object) ?? {})
  )
}

/** The replicas of the one Deployment behind a Service; undefined where it is none or several. */
function replicasBehind(
  workspace: WorkspaceView,
  route: Manifest,
  name: string | undefined
): number | undefined {
  const [service] = servicesNamed(workspace, route, name ?? '')
  if (!service) return undefined
  const [one, another] = (
    workspace.all('apps/v1/Deployment') as readonly Manifest<Deployment>[]
  ).filter(workload => isMeant(service, service.name, workload) && selects(service, workload))
  return another ? undefined : one?.object.spec?.replicas
}

function isSameProportion(
  parts: readonly { readonly weight: number; readonly replicas: number | undefined }[]
): boolean {
  const [first] = parts
  return parts.every(
    ({ weight, replicas }) =>
      replicas !== undefined &&
      replicas > 0 &&
      first?.replicas !== undefined &&
      weight * first.replicas === first.weight * replicas
  )
}
