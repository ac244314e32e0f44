import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Ingress>({
  id: 'ingress/tls-host-mismatch',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'tls'],
  what: 'A host of the TLS section is routed by no rule.',
  why: 'The hosts under tls have to be the hosts of the rules; for a host that no rule has, the certificate is never used, and the host that was meant is served without it.',
  todo: 'Write the same host in both places.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  tls:
    - hosts: [shop.exmaple]
      secretName: shop-tls
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: shop, port: { number: 80 } } }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  tls:
    - hosts: [shop.example]
      secretName: shop-tls
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: shop, port: { number: 80 } } }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls']
  },

  check({ manifest, report }) {
    const { rules = [], tls = [] } = manifest.object.spec ?? {}
    const hosts = rules.map(rule => rule.host)
    // A rule without a host, or a default backend alone, serves every host.
    if (hosts.length === 0 || hosts.includes(undefined) || hosts.includes('')) return
    const routed = hosts.filter(host => host !== undefined)
    const secured = tls.flatMap(entry => entry.hosts ?? [])
    for (const [i, entry] of tls.entries())
      for (const [j, host] of (entry.hosts ?? []).entries()) {
        if (routed.some(other => covers(host, other) || covers(other, host))) continue
        const unsecured = routed.filter(other => !secured.some(one => covers(one, other)))
        // A certificate for a second name that only redirects elsewhere is no mistake by itself.
        if (unsecured.length === 0) continue
        const [only, another] = unsecured
        report({
          at: ['spec', 'tls', i, 'hosts', j],
          part: 'value',
          message: `No rule routes ${host}, and ${unsecured.join(', ')} has no TLS host.`,
          fixes:
            only !== undefined && another === undefined
              ? [
                  {
                    title: `Use ${only}`,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set(['spec', 'tls', i, 'hosts', j], only)
                  }
                ]
              : []
        })
      }
  }
})

/** Whether a host, possibly `*.example.com`, stands for another; a wildcard is one label. */
function covers(host: string, other: string): boolean {
  if (host === other) return true
  return (
    host.startsWith('*.') &&
    other.includes('.') &&
    other.slice(other.indexOf('.')) === host.slice(1)
  )
}
