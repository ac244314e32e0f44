import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import {
  argumentOf,
  dnsAnnotation,
  externalDns,
  externalDnsBeside,
  newPrefix
} from '../shared/external-dns.ts'

const program = externalDns(
  '--source=service --provider=webhook --policy=upsert-only --txt-owner-id=lab --domain-filter=shop.example'
)

const service = (type: string): string => `---
apiVersion: v1
kind: Service
metadata: { name: web, annotations: { ${newPrefix}hostname: shop.example } }
spec: { ${type}selector: { app: web }, ports: [{ port: 80 }] }
`

export default defineRule<Service>({
  id: 'external-dns/service-not-published',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['external-dns', 'service'],
  what: 'A Service of the cluster only asks for a public name.',
  why: 'ExternalDNS makes no record for the address of a Service inside of the cluster, unless it runs with `--publish-internal-services`.',
  todo: 'Use the type LoadBalancer, or an Ingress or a route in front of the Service.',
  docs: {
    bad: program + service(''),
    good: program + service('type: LoadBalancer, '),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/service/']
  },

  check({ manifest, workspace, report }) {
    const { type = 'ClusterIP', clusterIP } = manifest.object.spec ?? {}
    const hostname = dnsAnnotation(manifest.object, 'hostname')
    if (!hostname.isThere || manifest.partial || type !== 'ClusterIP' || clusterIP === 'None')
      return
    if (dnsAnnotation(manifest.object, 'target').isThere) return
    const program = externalDnsBeside(workspace, manifest)
    if (!program || argumentOf(program, 'publish-internal-services') !== undefined) return
    report({
      at: hostname.at,
      message: 'The ExternalDNS here publishes no Services of type ClusterIP.'
    })
  }
})
