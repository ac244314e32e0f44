import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import {
  destinationsOf,
  networkingKeys,
  reviewsService,
  serviceEntryHosts,
  servicesOfHost,
  specOf
} from '../shared/istio.ts'

const manifests = (host: string): string => `${reviewsService}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: web }
spec:
  host: ${host}
`

export default defineRule({
  id: 'istio/host-incomplete',
  appliesTo: [...networkingKeys('VirtualService'), ...networkingKeys('DestinationRule')],
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'host'],
  what: 'The host of a Service is written in part.',
  why: 'Istio completes names without a dot only. `reviews.shop` is taken for a complete name, which no Service has, so the rule holds for nothing and a route to it is answered with 503.',
  todo: 'Write the complete name, such as `reviews.shop.svc.cluster.local`.',
  docs: {
    bad: manifests('reviews.shop'),
    good: manifests('reviews.shop.svc.cluster.local'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule'
    ]
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const hosts = [spec.get('host'), ...destinationsOf(spec).map(one => one.get('host'))]
    for (const host of hosts) {
      const [, name, namespace] =
        /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc)?$/.exec(host.text ?? '') ?? []
      if (name === undefined || namespace === undefined) continue
      if (workspace.derive(serviceEntryHosts).has(host.text ?? '')) continue
      const [service] = servicesOfHost(workspace, { name, namespace }, manifest)
      if (service?.namespace !== namespace) continue
      const meant = `${name}.${namespace}.svc.cluster.local`
      report({
        at: host.at,
        part: 'value',
        message: `${host.text ?? ''} is not completed to ${describeManifest(service)}.`,
        fixes: [
          {
            title: `Write \`${meant}\``,
            safe: false,
            preferred: true,
            change: edit => edit.set(host.at, meant)
          }
        ]
      })
    }
  }
})
