import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { parseTraefikRule, type TraefikRule } from '../../model/traefik-rule.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export const traefikGroup = 'traefik.io'
export const oldTraefikGroup = 'traefik.containo.us'

export function traefikKeys(...kinds: readonly string[]): readonly string[] {
  return kinds.map(kind => `${traefikGroup}/v1alpha1/${kind}`)
}

export const routeKinds = ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP']

export interface WrittenRule {
  readonly at: FieldPath
  readonly text: string
  readonly rule: TraefikRule
  /** Rules for the matchers of Traefik 2 are marked by the route. */
  readonly isOld: boolean
}

/** The `match` of every route; one that a tool fills in later is left out. */
export function rulesOf(manifest: Manifest): readonly WrittenRule[] {
  return new Field(manifest.object).get('spec', 'routes').items.flatMap(route => {
    const match = route.get('match')
    const text = match.text
    if (text === undefined || text === '' || /\$\{|\{\{/.test(text)) return []
    const isOld = route.get('syntax').text === 'v2'
    return [{ at: match.at, text, rule: parseTraefikRule(text), isOld }]
  })
}

/** What the routes of a manifest name: `services` or `middlewares`. */
export function namedByRoutes(
  manifest: Manifest,
  list: 'services' | 'middlewares'
): readonly Field[] {
  return new Field(manifest.object)
    .get('spec', 'routes')
    .items.flatMap(route => route.get(list).items)
}

/** Objects of Traefik that a reference can mean; without a namespace it is the one of the manifest. */
export function traefikObjects(
  workspace: WorkspaceView,
  kind: string,
  from: Pick<Manifest, 'namespace'>,
  namespace: string | undefined
): readonly Manifest[] {
  return workspace
    .ofKind(traefikGroup, kind)
    .filter(one => mayShareNamespace(one, { namespace: namespace ?? from.namespace }))
}

export function namesOf(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap(({ name }) => (name === undefined ? [] : [name]))
}

/** For the examples of pages. */
export function ingressRoute(match: string): string {
  return `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: web, namespace: shop }
spec:
  entryPoints: [websecure]
  routes:
    - kind: Rule
      match: ${match}
      services: [{ name: web, port: 80 }]
`
}
