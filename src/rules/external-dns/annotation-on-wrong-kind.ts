import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { newPrefix, oldPrefix } from '../shared/external-dns.ts'

const annotated = (
  kind: string,
  rest: string
): string => `apiVersion: ${kind === 'Service' ? 'v1' : 'apps/v1'}
kind: ${kind}
metadata:
  name: web
  annotations: { ${newPrefix}hostname: shop.example }
${rest}`

export default defineRule({
  id: 'external-dns/annotation-on-wrong-kind',
  appliesTo: [
    ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(kind => `apps/v1/${kind}`),
    ...['ConfigMap', 'Namespace', 'Secret', 'Endpoints'].map(kind => `v1/${kind}`),
    'discovery.k8s.io/v1/EndpointSlice'
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'dns'],
  what: 'The name for ExternalDNS stands at an object that ExternalDNS does not look at.',
  why: 'It looks at Services, Ingresses, Gateways, routes, Pods, Nodes and its own DNSEndpoints, so no record is made.',
  todo: 'Move the annotation to the Service, the Ingress or the route.',
  docs: {
    bad: annotated(
      'Deployment',
      `spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
`
    ),
    good: annotated(
      'Service',
      'spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }\n'
    ),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/about/']
  },

  check({ manifest, report }) {
    const annotations = new Field(manifest.object).get('metadata', 'annotations')
    for (const name of ['hostname', 'target', 'internal-hostname'])
      for (const prefix of [newPrefix, oldPrefix]) {
        const field = annotations.get(prefix + name)
        if (field.isThere)
          report({
            at: field.at,
            message: `ExternalDNS makes no records for a ${manifest.gvk.kind}.`
          })
      }
  }
})
