import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, mayShareNamespace, type Manifest } from '../manifest.ts'
import { belongTogether } from '../shared/folder-of.ts'
import {
  destinationsOf,
  networkingKeys,
  reviewsService,
  serviceEntryHosts,
  serviceHost,
  servicesOfHost,
  specOf
} from '../shared/istio.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (host: string): string => `${reviewsService}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: ${host} } }] }]
`

export default defineRule({
  id: 'istio/destination-host-misspelt',
  appliesTo: [...networkingKeys('VirtualService'), ...networkingKeys('DestinationRule')],
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'reference', 'service'],
  what: 'A host names no Service that is here, while one with nearly the same name is.',
  why: 'A route to a host that there is not is answered with 503; a DestinationRule for it holds for nobody.',
  todo: 'Write the name of the Service as it is.',
  docs: {
    bad: manifests('reveiws'),
    good: manifests('reviews'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination']
  },

  check({ manifest, workspace, report }) {
    const entries = workspace.derive(serviceEntryHosts)
    for (const field of hostsOf(manifest)) {
      const { text } = field
      const host = serviceHost(text ?? '', manifest)
      if (text === undefined || !host || entries.has(text)) continue
      if (servicesOfHost(workspace, host, manifest).length > 0) continue
      const services = workspace
        .all('v1/Service')
        .filter(one => mayShareNamespace(one, host) && belongTogether(one, manifest))
      const meant = slipOf(
        host.name,
        services.map(({ name }) => name)
      )
      const service = services.find(({ name }) => name === meant)
      if (meant === undefined || !service) continue
      const right = `${meant}${text.slice(host.name.length)}`
      report({
        at: field.at,
        part: 'value',
        message: `There is no Service ${host.name} here; there is ${meant}.`,
        related: [
          {
            manifest: service,
            at: ['metadata', 'name'],
            message: `${describeManifest(service)} is here.`
          }
        ],
        fixes: setTo(field.at, right)
      })
    }
  }
})

function hostsOf(manifest: Manifest): readonly Field[] {
  const spec = specOf(manifest)
  return manifest.object.kind === 'DestinationRule'
    ? [spec.get('host')]
    : destinationsOf(spec).map(destination => destination.get('host'))
}
