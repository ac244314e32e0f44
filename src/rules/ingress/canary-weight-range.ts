import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { nginxPrefix } from '../shared/ingress-paths.ts'

const weight = `${nginxPrefix}canary-weight`
const total = `${nginxPrefix}canary-weight-total`

export default defineRule<Ingress>({
  id: 'ingress/canary-weight-range',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'nginx', 'canary'],
  what: 'The weight of the canary is no whole number from 0 to its total.',
  why: 'The weight is a share of canary-weight-total, which is 100 unless it is given. ingress-nginx refuses anything else, or sends all of the requests to the canary.',
  todo: 'Write a whole number, without a percent sign.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-weight: 10%
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: [
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary'
    ]
  },

  check({ manifest, report }) {
    const annotations = manifest.object.metadata.annotations ?? {}
    const value = annotations[weight]
    if (typeof value !== 'string' || value.includes('$')) return
    const most = Number(annotations[total] ?? 100)
    if (/^\d+$/.test(value) && Number(value) <= most) return
    const at = ['metadata', 'annotations', weight]
    const meant = /^(\d+)\s*%$/.exec(value)?.[1]
    report({
      at,
      part: 'value',
      message: `${value} is no whole number from 0 to ${most}.`,
      fixes:
        meant === undefined
          ? []
          : [
              {
                title: `Use ${meant}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(at, meant)
              }
            ]
    })
  }
})
