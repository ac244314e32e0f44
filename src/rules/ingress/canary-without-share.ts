import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { nginxPrefix } from '../shared/ingress-paths.ts'

export default defineRule<Ingress>({
  id: 'ingress/canary-without-share',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'nginx', 'canary'],
  what: 'The Ingress is a canary and says of no request that it is for it, or says so without being one.',
  why: 'ingress-nginx sends a request to a canary by its weight, its header or its cookie. With none of them the canary gets nothing; and without canary: "true" those annotations are not read.',
  todo: 'Give both the annotation canary: "true" and a weight, a header or a cookie.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/canary-weight: "10"
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
    if (manifest.partial) return
    const canary = `${nginxPrefix}canary`
    const shares = Object.keys(annotations).filter(key =>
      /^canary-(?:weight|by-header|by-cookie)$/.test(key.slice(nginxPrefix.length))
    )
    const [share] = shares
    const isCanary = annotations[canary] === 'true'
    if (isCanary === (share !== undefined)) return
    report(
      share === undefined
        ? {
            at: ['metadata', 'annotations', canary],
            part: 'key',
            message: 'This canary gets no request: it has no weight, header or cookie.',
            fixes: [
              {
                title: 'Give it 10 % of the requests',
                safe: false,
                change: edit =>
                  edit.insert(
                    ['metadata', 'annotations'],
                    `${nginxPrefix}canary-weight`,
                    '10',
                    canary
                  )
              }
            ]
          }
        : {
            at: ['metadata', 'annotations', share],
            part: 'key',
            message: `${share} is not read without ${canary}: "true".`,
            fixes: [
              {
                title: 'Make it a canary',
                safe: false,
                preferred: true,
                change: edit => edit.set(['metadata', 'annotations', canary], 'true')
              }
            ]
          }
    )
  }
})
