import type { FieldPath } from '../../base/field-path.ts'
import { isRecord } from '../../base/json.ts'
import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { FixPlan } from '../report.ts'
import { toCanaryIngresses, toHttpRoutes, toTraefik } from '../shared/ingress-conversion.ts'
import { portNumberOfService } from '../shared/service-port.ts'
import { weightedPathsOf } from '../shared/weighted-paths.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Ingress>({
  id: 'ingress/weighted-backend',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'error',
  tags: ['ingress', 'traffic-splitting'],
  what: 'An Ingress has no field for the share of traffic that a backend gets.',
  why: 'The API server refuses the field under strict validation and drops it otherwise, and two paths that are equal are not a split: one of the backends gets everything.',
  todo: 'Split with backendRefs[].weight of a Gateway API HTTPRoute, or with what your Ingress controller has of its own.',
  supersedes: ['schema/unknown-field'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service: { name: shop-v1, port: { number: 80 } }
            weight: 90
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
spec:
  parentRefs:
    - name: gateway
  hostnames: [shop.example]
  rules:
    - backendRefs:
        - { name: shop-v1, port: 80, weight: 90 }
        - { name: shop-v2, port: 80, weight: 10 }
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/ingress/',
      'https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/',
      'https://www.kubernetes.dev/blog/2025/11/12/ingress-nginx-retirement/'
    ]
  },

  check({ manifest, workspace, report }) {
    const places = placesOfWeight(manifest.object)
    if (places.length === 0) return
    const fixes = manifest.partial ? [] : rewrites(manifest, workspace)
    for (const at of places)
      report({ at, part: 'entry', message: '`weight` is not a field of an Ingress path.', fixes })
  }
})

function placesOfWeight(ingress: Ingress): FieldPath[] {
  return (ingress.spec?.rules ?? []).flatMap((rule, i) =>
    (rule.http?.paths ?? []).flatMap((entry, j) => {
      const at: FieldPath = ['spec', 'rules', i, 'http', 'paths', j]
      const backend = entry.backend ?? {}
      const holders: [FieldPath, object][] = [
        [at, entry],
        [[...at, 'backend'], backend],
        [[...at, 'backend', 'service'], backend.service ?? {}]
      ]
      return holders
        .filter(([, fields]) => isRecord(fields) && 'weight' in fields)
        .map(([path]) => [...path, 'weight'])
    })
  )
}

function rewrites(manifest: Manifest<Ingress>, workspace: WorkspaceView): FixPlan[] {
  const ingress = manifest.object
  const gateway = gatewayFor(manifest, workspace)
  const routes = toHttpRoutes(ingress, gateway, (service, port) =>
    portNumberOfService(workspace, manifest, service, port)
  )
  const traefik = toTraefik(ingress)
  const canary = toCanaryIngresses(ingress)
  return [
    ...(routes
      ? [
          plan(
            `Rewrite as Gateway API HTTPRoute with weights (${attachment(gateway, ingress)})`,
            routes,
            true
          )
        ]
      : []),
    ...(traefik
      ? [
          plan(
            'Rewrite as Traefik TraefikService and IngressRoute (needs the Traefik CRDs)',
            traefik,
            false
          )
        ]
      : []),
    ...(canary
      ? [
          plan(
            'Split in two Ingresses with canary annotations (ingress-nginx only, which is retired since March 2026)',
            canary,
            false
          )
        ]
      : [])
  ]
}

function plan(title: string, objects: readonly object[], preferred: boolean): FixPlan {
  return { title, safe: false, preferred, change: edit => edit.replaceBy(objects) }
}

/** What the person has to know: where the route attaches, and what stays behind. */
function attachment(
  gateway: { readonly name: string; readonly known: boolean },
  ingress: Ingress
): string {
  const notes = [
    gateway.known ? `attached to Gateway ${gateway.name}` : `needs a Gateway named ${gateway.name}`
  ]
  if (ingress.spec?.tls) notes.push('its TLS moves to the listener of the Gateway')
  if (Object.keys(ingress.metadata.annotations ?? {}).length > 0)
    notes.push('annotations are dropped')
  if (weightedPathsOf(ingress).some(path => path.pathType === 'ImplementationSpecific'))
    notes.push('ImplementationSpecific paths become prefixes')
  return notes.join('; ')
}

/** A Gateway of the workspace that the route may attach to, or a name to be filled in. */
function gatewayFor(
  manifest: Manifest<Ingress>,
  workspace: WorkspaceView
): { readonly name: string; readonly namespace?: string | undefined; readonly known: boolean } {
  const [gateway] = workspace
    .ofKind('gateway.networking.k8s.io', 'Gateway')
    .filter(other => mayShareNamespace(other, manifest))
  return gateway?.name === undefined
    ? { name: 'gateway', known: false }
    : { name: gateway.name, known: true }
}
