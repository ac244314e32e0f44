import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { ingressPathsOf, nginxPrefix } from '../shared/ingress-paths.ts'

const passthrough = `${nginxPrefix}ssl-passthrough`

export default defineRule<Ingress>({
  id: 'ingress/passthrough-with-paths',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'nginx', 'tls'],
  what: 'TLS is passed through, and the Ingress routes by path.',
  why: 'With ssl-passthrough the controller sees the name of the host and nothing else, because the request is encrypted for the backend. Paths and most annotations are not looked at.',
  todo: 'Route the whole host to one backend, or end TLS at the controller.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/ssl-passthrough: "true"
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /api, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
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
    see: ['https://kubernetes.github.io/ingress-nginx/user-guide/tls/#ssl-passthrough']
  },

  check({ manifest, report }) {
    if (manifest.object.metadata.annotations?.[passthrough] !== 'true') return
    const below = ingressPathsOf(manifest.object).find(({ entry: { path = '/' } }) => path !== '/')
    if (!below) return
    report({
      at: [...below.at, 'path'],
      part: 'value',
      message: 'This path is not looked at, because TLS is passed through.',
      related: [
        { at: ['metadata', 'annotations', passthrough], message: 'TLS is passed through here.' }
      ]
    })
  }
})
