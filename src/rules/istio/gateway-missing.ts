import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { istioObjects, networkingKeys, specOf } from '../shared/istio.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (gateway: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ingress }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example]
  gateways: [${gateway}]
  http: [{ route: [{ destination: { host: web } }] }]
`

export default defineRule({
  id: 'istio/gateway-missing',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'reference'],
  what: 'A VirtualService names a Gateway that is not here, while the one that is meant is.',
  why: 'Without its Gateway no proxy takes the routes, and requests from outside are answered with 404. A name without a namespace is looked for beside the VirtualService.',
  todo: 'Write namespace and name of the Gateway as `namespace/name`.',
  docs: {
    bad: manifests('public'),
    good: manifests('ingress/public'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService'
    ]
  },

  check({ manifest, workspace, report }) {
    const gateways = istioObjects(workspace, 'Gateway')
    for (const item of specOf(manifest).get('gateways').items) {
      const text = item.text
      if (text === undefined || text === 'mesh' || text.includes('.')) continue
      const [name = '', own] = text.split('/').reverse()
      const namespace = own ?? manifest.namespace
      const isHere = (gateway: {
        name: string | undefined
        namespace: string | undefined
      }): boolean =>
        gateway.name === name &&
        // Without a namespace both go where kubectl is pointed at, which may be any.
        (namespace === undefined || (gateway.namespace ?? namespace) === namespace)
      if (gateways.some(isHere)) continue
      const elsewhere =
        namespace === undefined ? [] : gateways.filter(gateway => gateway.name === name)
      const beside = gateways.filter(gateway => (gateway.namespace ?? namespace) === namespace)
      const slip = slipOf(
        name,
        beside.flatMap(gateway => gateway.name ?? [])
      )
      const [only, another] = elsewhere
      // In another folder it may be the Gateway of somebody else.
      const isBeside = only !== undefined && folderOf(only.uri) === folderOf(manifest.uri)
      const found = isBeside && !another ? only : undefined
      const meant = found
        ? `${found.namespace ?? ''}/${name}`
        : slip !== undefined && own !== undefined
          ? `${own}/${slip}`
          : slip
      if (meant === undefined) continue
      report({
        at: item.at,
        part: 'value',
        message: `There is no Gateway ${name}${namespace === undefined ? '' : ` in ${namespace}`} here; there is ${meant}.`,
        fixes: setTo(item.at, meant)
      })
    }
  }
})
