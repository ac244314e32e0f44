import { groupBy } from '../../base/group-by.ts'
import { isRecord } from '../../base/json.ts'
import type { HTTPRoute, HTTPRouteMatch } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { httpRouteKeys } from '../shared/routes.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/same-requests-as-another',
  appliesTo: httpRouteKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'routing'],
  what: 'Two routes of one Gateway match the same requests.',
  why: 'Of two routes with the same hostname and match the older one wins, and of two of one age the one whose name comes first. The backends of the other get no request.',
  todo: 'Put the backends into one rule with weights, or change a hostname or a match.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop-v1, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: shop-v1, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop-v2, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: shop-v2, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules:
    - backendRefs:
        - { name: shop-v1, port: 80, weight: 90 }
        - { name: shop-v2, port: 80, weight: 10 }
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule']
  },

  check({ manifest, workspace, report }) {
    const others = workspace.derive(routesByRequest)
    for (const { key, at } of requestsOf(manifest)) {
      const first = (others.get(key) ?? []).find(
        other =>
          other.manifest !== manifest &&
          other.manifest.uri === manifest.uri &&
          other.manifest.namespace === manifest.namespace &&
          other.manifest.document.index < manifest.document.index &&
          other.manifest.name !== manifest.name
      )
      if (!first) continue
      report({
        at,
        part: 'value',
        message: `${describeManifest(first.manifest)} matches these requests, too.`,
        related: [{ manifest: first.manifest, at: first.at, message: 'It matches them here.' }]
      })
      return
    }
  }
})

interface MatchedRequest {
  readonly manifest: Manifest<HTTPRoute>
  readonly key: string
  readonly at: readonly (string | number)[]
}

function routesByRequest(workspace: WorkspaceView): ReadonlyMap<string, readonly MatchedRequest[]> {
  const routes = httpRouteKeys.flatMap(key => workspace.all(key) as readonly Manifest<HTTPRoute>[])
  return groupBy(routes.flatMap(requestsOf), ({ key }) => key)
}

/** What a route matches: of each parent, hostname and match a text that is the same for equal ones. */
function requestsOf(manifest: Manifest<HTTPRoute>): MatchedRequest[] {
  const { parentRefs = [], hostnames = [], rules = [] } = manifest.object.spec ?? {}
  // Of a route without a namespace it is not known whether it is applied together with the other.
  if (manifest.partial || manifest.namespace === undefined) return []
  return parentRefs
    .filter(isRecord)
    .flatMap(({ group, kind, name, namespace = manifest.namespace, sectionName, port }) =>
      (hostnames.length > 0 ? hostnames : ['']).flatMap(hostname =>
        rules.flatMap(({ matches = [] }, i) =>
          (matches.length > 0 ? matches : [{}]).map((match, j) => ({
            manifest,
            key: JSON.stringify([
              group,
              kind,
              name,
              namespace,
              sectionName,
              port,
              hostname,
              textOf(match)
            ]),
            at: matches.length > 0 ? ['spec', 'rules', i, 'matches', j] : ['spec', 'rules', i]
          }))
        )
      )
    )
}

function textOf({ path, headers = [], queryParams = [], method }: HTTPRouteMatch): string {
  const { type = 'PathPrefix', value = '/' } = path ?? {}
  return JSON.stringify([type, value, headers, queryParams, method])
}
