import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { traefikKeys } from '../shared/traefik.ts'

const service = (weight: number): string => `apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: { name: canary, namespace: shop }
spec:
  weighted:
    services: [{ name: v1, port: 80, weight: ${weight} }, { name: v2, port: 80, weight: 0 }]
`

export default defineRule({
  id: 'traefik/weights-all-zero',
  appliesTo: traefikKeys('TraefikService', 'IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['traefik', 'weight'],
  what: 'Every weight is 0.',
  why: 'A backend of weight 0 gets no requests, and with no other every request is answered with 503.',
  todo: 'Give one of them a weight above 0.',
  docs: {
    bad: service(0),
    good: service(1),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/#weighted-round-robin'
    ]
  },

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const lists = [
      spec.get('weighted', 'services'),
      ...spec.get('routes').items.map(route => route.get('services'))
    ]
    for (const list of lists) {
      const weights = list.items.map(one => one.get('weight').number)
      if (weights.length === 0 || weights.some(weight => weight !== 0)) continue
      report({ at: list.at, message: 'Every weight is 0, so nobody gets a request.' })
    }
  }
})
