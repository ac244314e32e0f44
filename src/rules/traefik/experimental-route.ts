import { Field } from '../../base/field.ts'
import type { StreamRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayParentsOf, gatewaysFor } from '../shared/routes.ts'
import { traefikPrograms } from '../shared/traefik-entry-points.ts'

const manifests = (channel: string): string => `ports: { web: { port: 8000 } }
providers: { kubernetesGateway: { enabled: true${channel} } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: tcp, namespace: shop }
spec:
  gatewayClassName: traefik
  listeners: [{ name: tcp, port: 8000, protocol: TCP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: db, namespace: shop }
spec:
  parentRefs: [{ name: tcp }]
  rules: [{ backendRefs: [{ name: db, port: 5432 }] }]
`

export default defineRule<StreamRoute>({
  id: 'traefik/experimental-route',
  appliesTo: ['gateway.networking.k8s.io/v1/TCPRoute'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['traefik', 'gateway-api'],
  what: 'Traefik is not told to look at TCPRoutes.',
  why: 'The kind is in the standard channel since Gateway API 1.6, and Traefik 3.7 still reads it only with its switch for the experimental channel.',
  todo: 'Set `providers.kubernetesGateway.experimentalChannel` to true.',
  docs: {
    bad: manifests(''),
    good: manifests(', experimentalChannel: true'),
    see: [
      'https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-gateway/'
    ]
  },
  labs: ['routes-and-load-balancers'],

  check({ manifest, workspace, report }) {
    const [program, another] = workspace.derive(traefikPrograms)
    if (!program || another || program.hasExperimentalChannel || manifest.partial) return
    const isOfTraefik = gatewayParentsOf(manifest.object)
      .flatMap(({ parent }) => gatewaysFor(workspace, manifest, parent))
      .some(gateway => new Field(gateway.object).get('spec', 'gatewayClassName').text === 'traefik')
    if (isOfTraefik)
      report({
        at: ['kind'],
        part: 'value',
        message: 'Traefik reads TCPRoutes only with its experimental channel.',
        related: [{ manifest: program.manifest, at: [], message: 'Traefik is set up here.' }]
      })
  }
})
