import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { ingressPathsOf, nginxPrefix } from '../shared/ingress-paths.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Ingress>({
  id: 'ingress/canary-without-main',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'nginx', 'canary'],
  what: 'The canary is for another host or path than the Ingress beside it.',
  why: 'ingress-nginx shares the requests of a host and path between the main Ingress and its canary. A canary for which there is no main one is ignored.',
  todo: 'Give the canary the hosts and paths of the main Ingress.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop-canary
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-weight: "10"
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.org
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: [
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary'
    ]
  },

  check({ manifest, workspace, report }) {
    if (!isCanary(manifest) || manifest.partial) return
    const mains = (
      workspace.all('networking.k8s.io/v1/Ingress') as readonly Manifest<Ingress>[]
    ).filter(
      one =>
        one.uri === manifest.uri &&
        one.namespace === manifest.namespace &&
        one.object.spec?.ingressClassName === manifest.object.spec?.ingressClassName &&
        !isCanary(one)
    )
    const twin = mains.length === 0 ? twinOf(manifest, workspace) : undefined
    if (twin) {
      report({
        at: ['metadata', 'annotations', `${nginxPrefix}canary`],
        part: 'entry',
        message: `This and Ingress ${String(twin.name)} are both canaries for the same host and path, and neither is the main one.`,
        todo: 'Take the annotation away from the Ingress that gets the rest of the requests.',
        related: [
          { manifest: twin, at: ['metadata', 'annotations'], message: 'The other is here.' }
        ]
      })
      return
    }
    // Another Ingress that only stands beside it tells nothing: the main one may be elsewhere.
    const main = mains.find(one => isMeantFor(manifest, one))
    if (!main) return
    const known = new Set(mains.flatMap(requestsOf))
    const own = requestsOf(manifest)
    if (own.length === 0 || own.some(one => known.has(one))) return
    report({
      at: ['spec', 'rules', 0, 'host'],
      part: 'value',
      message: `Ingress ${String(main.name)} has none of the hosts and paths of this canary.`,
      related: [{ manifest: main, at: ['spec', 'rules'], message: 'Its hosts and paths are here.' }]
    })
  }
})

function isCanary({ object }: Manifest<Ingress>): boolean {
  return object.metadata.annotations?.[`${nginxPrefix}canary`] === 'true'
}

function requestsOf({ object }: Manifest<Ingress>): string[] {
  return ingressPathsOf(object).map(({ host = '', entry: { path = '/' } }) => `${host} ${path}`)
}

/** `shop-canary` is for `shop`, and so is one with a host of it. */
function isMeantFor(canary: Manifest<Ingress>, main: Manifest<Ingress>): boolean {
  const hosts = (main.object.spec?.rules ?? []).map(({ host }) => host)
  return (
    canary.name?.startsWith(`${main.name ?? ''}-`) === true ||
    (canary.object.spec?.rules ?? []).some(({ host }) => host !== undefined && hosts.includes(host))
  )
}

/** Another canary of the same file for the same requests, when this one is the main one by its name. */
function twinOf(
  manifest: Manifest<Ingress>,
  workspace: WorkspaceView
): Manifest<Ingress> | undefined {
  const own = new Set(requestsOf(manifest))
  const all = workspace.all('networking.k8s.io/v1/Ingress') as readonly Manifest<Ingress>[]
  // The main one may stand in another file.
  if (all.some(one => !isCanary(one) && requestsOf(one).some(request => own.has(request))))
    return undefined
  return all.find(
    one =>
      one !== manifest &&
      one.uri === manifest.uri &&
      one.namespace === manifest.namespace &&
      one.name?.includes('canary') === true &&
      manifest.name?.includes('canary') === false &&
      requestsOf(one).some(request => own.has(request))
  )
}
