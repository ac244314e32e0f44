import { recordOf } from '../../base/json.ts'
import type { HTTPRoute, HTTPRouteRule } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { gatewayParentsOf, gatewaysFor, httpRouteKeys, listenersFor } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/redirect-loop',
  appliesTo: httpRouteKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'routing', 'tls'],
  what: 'The redirect to HTTPS is attached to the HTTPS listener, too.',
  why: 'Without sectionName a route attaches to every listener of the Gateway. A request that comes by HTTPS is then redirected to HTTPS again, and browsers give up after some rounds.',
  todo: 'Attach the redirect to the listener for plain HTTP by sectionName, and the backends to the one for HTTPS.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - name: https
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: shop-tls }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: to-https, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules:
    - filters:
        - { type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - name: https
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: shop-tls }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: to-https, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: http }]
  rules:
    - filters:
        - { type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/http-redirect-rewrite/']
  },

  check({ manifest, workspace, report }) {
    const rules = manifest.object.spec?.rules ?? []
    if (manifest.partial || !rules.some(isPlainRedirect)) return
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      const [gateway, another] = gatewaysFor(workspace, manifest, parent)
      if (!gateway || another || gateway.partial) continue
      const listeners = listenersFor(gateway.object, parent)
      const secure = listeners.find(({ protocol }) => protocol === 'HTTPS')
      if (!secure) continue
      const plain = listeners.find(({ protocol }) => protocol === 'HTTP')?.name
      report({
        at,
        part: 'value',
        message: `Requests to listener ${secure.name} of ${describeManifest(gateway)} are redirected to where they come from.`,
        related: [
          { manifest: gateway, at: ['spec', 'listeners'], message: 'The listeners are here.' }
        ],
        fixes:
          plain === undefined
            ? []
            : [
                {
                  title: `Attach to listener ${plain} only`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set([...at, 'sectionName'], plain)
                }
              ]
      })
    }
  }
})

/** Redirects to the same URL but for the scheme. */
function isPlainRedirect({ filters = [] }: HTTPRouteRule): boolean {
  return filters.some(filter => {
    if (filter.type !== 'RequestRedirect') return false
    const { scheme, hostname, path, port } = recordOf(filter.requestRedirect)
    return (
      scheme === 'https' &&
      hostname === undefined &&
      path === undefined &&
      (port === undefined || port === 443)
    )
  })
}
