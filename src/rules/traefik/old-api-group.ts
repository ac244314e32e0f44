import { defineRule } from '../define-rule.ts'
import { oldTraefikGroup } from '../shared/traefik.ts'

const kinds = [
  ...['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP', 'Middleware', 'MiddlewareTCP'],
  ...['TraefikService', 'TLSOption', 'TLSStore', 'ServersTransport']
]

const middleware = (group: string): string => `apiVersion: ${group}/v1alpha1
kind: Middleware
metadata: { name: strip, namespace: shop }
spec: { stripPrefix: { prefixes: [/api] } }
`

export default defineRule({
  id: 'traefik/old-api-group',
  appliesTo: kinds.map(kind => `${oldTraefikGroup}/v1alpha1/${kind}`),
  scope: 'manifest',
  severity: 'warning',
  tags: ['traefik', 'removed', 'version'],
  what: 'The object is in the API group of old.',
  why: 'Traefik 3 reads `traefik.io` only, so the object does nothing.',
  todo: 'Write `apiVersion: traefik.io/v1alpha1`.',
  docs: {
    bad: middleware('traefik.containo.us'),
    good: middleware('traefik.io'),
    see: [
      'https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#kubernetes-crds-api-group-traefikcontainous'
    ]
  },

  check({ manifest, report }) {
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `Traefik 3 does not read ${manifest.gvk.kind} of ${oldTraefikGroup}.`,
      fixes: [
        {
          title: 'Use `traefik.io/v1alpha1`',
          safe: false,
          preferred: true,
          change: edit => edit.set(['apiVersion'], 'traefik.io/v1alpha1')
        }
      ]
    })
  }
})
