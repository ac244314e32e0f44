import { didYouMean } from '../../base/did-you-mean.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { gatewayParentsOf, gatewaysFor, routeKeys, type Route } from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'httproute/section-name-missing',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The Gateway has no listener of this name.',
  why: 'sectionName attaches a route to one listener. With a name that no listener has, the route is not accepted and gets no traffic.',
  todo: 'Use the name of a listener, or remove sectionName to attach to all of them.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: "*.shop.example" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: https }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: "*.shop.example" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: http }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#parentreference']
  },

  check({ manifest, workspace, report }) {
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      const { sectionName } = parent
      if (sectionName === undefined) continue
      const gateways = gatewaysFor(workspace, manifest, parent)
      const [gateway] = gateways
      if (!gateway || gateways.some(({ partial }) => partial)) continue
      const names = gateways.flatMap(one =>
        (one.object.spec?.listeners ?? []).map(listener => listener.name).filter(isWritten)
      )
      if (names.length === 0 || names.includes(sectionName)) continue
      const [only, another] = names
      const meant = didYouMean(sectionName, names) ?? (another === undefined ? only : undefined)
      report({
        at: [...at, 'sectionName'],
        part: 'value',
        message: `${describeManifest(gateway)} has no listener ${sectionName}; it has ${names.join(', ')}.`,
        related: [
          { manifest: gateway, at: ['spec', 'listeners'], message: 'Its listeners are here.' }
        ],
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Attach to listener \`${meant}\``,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set([...at, 'sectionName'], meant)
                }
              ]
      })
    }
  }
})

/** A listener that is still being typed has no name. */
function isWritten(name: unknown): name is string {
  return typeof name === 'string'
}
