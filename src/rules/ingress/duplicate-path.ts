import { groupBy } from '../../base/group-by.ts'
import type { FieldPath } from '../../base/field-path.ts'
import type { Ingress, IngressPath } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Ingress>({
  id: 'ingress/duplicate-path',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress'],
  what: 'The same host and path are routed twice.',
  why: 'Only one backend can answer for a path, and the Ingress specification does not say which; controllers take the first, the oldest or any.',
  todo: 'Keep one of the two, or give them different paths or hosts; to share traffic, use the weights of an HTTPRoute.',
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
            backend: { service: { name: shop-v1, port: { number: 80 } } }
          - path: /
            pathType: Prefix
            backend: { service: { name: shop-v2, port: { number: 80 } } }
`,
    good: `apiVersion: networking.k8s.io/v1
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
            backend: { service: { name: shop-v1, port: { number: 80 } } }
          - path: /next
            pathType: Prefix
            backend: { service: { name: shop-v2, port: { number: 80 } } }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches']
  },

  check({ manifest, workspace, report }) {
    if (isCanary(manifest.object)) return
    const entries = workspace.derive(routedPaths)
    for (const own of pathsOf(manifest)) {
      const same = entries.get(own.key) ?? []
      const first = same.find(
        other =>
          isSameType(other, own) && comesBefore(other, own) && mayMeet(other.manifest, manifest)
      )
      if (!first) continue
      const inside = first.manifest === manifest
      report({
        at: own.at,
        part: 'entry',
        message: `${own.label} is already routed ${inside ? 'in this Ingress' : `by ${describeManifest(first.manifest)}`}.`,
        related: [
          {
            ...(!inside && { manifest: first.manifest }),
            at: first.at,
            message: 'The path is first routed here.'
          }
        ]
      })
    }
  }
})

interface RoutedPath {
  readonly manifest: Manifest<Ingress>
  readonly key: string
  /** Absent: not yet written, so it may be any. */
  readonly type: string | undefined
  readonly label: string
  readonly at: FieldPath
  readonly order: number
}

function routedPaths(workspace: WorkspaceView): ReadonlyMap<string, readonly RoutedPath[]> {
  const ingresses = workspace.all('networking.k8s.io/v1/Ingress') as readonly Manifest<Ingress>[]
  const usual = ingresses.filter(manifest => !isCanary(manifest.object) && !manifest.partial)
  return groupBy(usual.flatMap(pathsOf), path => path.key)
}

function pathsOf(manifest: Manifest<Ingress>): RoutedPath[] {
  return (manifest.object.spec?.rules ?? []).flatMap((rule, i) =>
    (rule.http?.paths ?? []).map((entry, j) => {
      const path = normalPath(entry)
      const at = ['spec', 'rules', i, 'http', 'paths', j]
      return {
        manifest,
        key: JSON.stringify([rule.host ?? '', path]),
        type: entry.pathType,
        label: `Path \`${path}\` of ${rule.host === undefined ? 'every host' : `host ${rule.host}`}`,
        at: entry.path === undefined ? at : [...at, 'path'],
        order: i * 10_000 + j
      }
    })
  )
}

/** For a prefix a slash at the end makes no difference. */
function normalPath(entry: IngressPath): string {
  const path = entry.path ?? '/'
  return entry.pathType === 'Prefix' && path.length > 1 ? path.replace(/\/$/, '') : path
}

function isSameType(a: RoutedPath, b: RoutedPath): boolean {
  return a.type === undefined || b.type === undefined || a.type === b.type
}

function comesBefore(other: RoutedPath, own: RoutedPath): boolean {
  if (other.manifest === own.manifest) return other.order < own.order
  const a = other.manifest
  const b = own.manifest
  // Of two Ingresses the later one is told: later in the file, or in the file of the later name.
  if (a.uri === b.uri) return a.document.index < b.document.index
  // Files without a namespace are often variants of one another, of which only one is applied.
  return a.namespace !== undefined && a.namespace === b.namespace && a.uri < b.uri
}

/** Two Ingresses meet when one controller reads both and they are not variants of one object. */
function mayMeet(a: Manifest<Ingress>, b: Manifest<Ingress>): boolean {
  if (a === b) return true
  if (a.name === b.name || !mayShareHost(a, b)) return false
  return a.object.spec?.ingressClassName === b.object.spec?.ingressClassName
}

/** In different namespaces some controllers refuse the second Ingress and others merge both. */
function mayShareHost(a: Manifest<Ingress>, b: Manifest<Ingress>): boolean {
  return a.namespace === b.namespace
}

function isCanary(ingress: Ingress): boolean {
  return ingress.metadata.annotations?.['nginx.ingress.kubernetes.io/canary'] === 'true'
}
