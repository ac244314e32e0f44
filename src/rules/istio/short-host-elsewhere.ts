import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
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
kind: VirtualService
metadata: { name: reviews, namespace: web }
spec:
  hosts: [reviews.example]
  http: [{ route: [{ destination: { host: ${host} } }] }]
`

export default defineRule({
  id: 'istio/short-host-elsewhere',
  appliesTo: [...networkingKeys('VirtualService'), ...networkingKeys('DestinationRule')],
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'host', 'namespace'],
  what: 'A short host means a Service of this namespace, and the Service is in another.',
  why: 'Istio completes a name without a dot with the namespace of the object that it stands in. There is no such Service, so the rule holds for nothing and a route to it is answered with 503.',
  todo: 'Write the complete name of the Service with its namespace.',
  docs: {
    bad: manifests('reviews'),
    good: manifests('reviews.shop.svc.cluster.local'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const hosts = [spec.get('host'), ...destinationsOf(spec).map(one => one.get('host'))]
    for (const host of hosts) {
      const name = host.text
      if (name === undefined || !/^[a-z0-9-]+$/.test(name) || manifest.namespace === undefined)
        continue
      if (workspace.derive(serviceEntryHosts).has(name)) continue
      const all = servicesOfHost(workspace, { name, namespace: undefined }, manifest)
      const [service, another] = all
      if (!service?.namespace || another || service.namespace === manifest.namespace) continue
      // Elsewhere another Service of this name may be known.
      if (folderOf(service.uri) !== folderOf(manifest.uri)) continue
      const meant = `${name}.${service.namespace}.svc.cluster.local`
      report({
        at: host.at,
        part: 'value',
        message: `Here \`${name}\` means ${name}.${manifest.namespace}, and the Service is ${describeManifest(service)}.`,
        related: [{ manifest: service, at: ['metadata', 'namespace'], message: 'It is here.' }],
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
