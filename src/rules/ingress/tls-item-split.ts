import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const ingress = (dash: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  ingressClassName: nginx
  tls:
    - hosts: [shop.example]
    ${dash} secretName: shop-tls
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: shop, port: { number: 80 } } }
`

export default defineRule<Ingress>({
  id: 'ingress/tls-item-split',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'tls', 'yaml'],
  what: 'The hosts and the Secret of one certificate stand in two items of tls.',
  why: 'Each item of tls is a certificate of its own: hosts without a Secret get the controller’s own certificate, and a Secret without hosts belongs to none of them.',
  todo: 'Take away the dash before secretName, so that it belongs to the hosts above.',
  docs: {
    bad: ingress('-'),
    good: ingress(' '),
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls']
  },

  check({ manifest, report }) {
    const { tls = [], ingressClassName } = manifest.object.spec ?? {}
    for (const [i, { hosts = [], secretName }] of tls.entries()) {
      const before = tls[i - 1]
      if (secretName === undefined || hosts.length > 0) continue
      if (!before?.hosts?.length || before.secretName !== undefined) continue
      report({
        at: ['spec', 'tls', i, 'secretName'],
        part: 'entry',
        // Traefik chooses among all certificates by their own names, so there it may be meant.
        severity: /^(?:ingress-)?nginx$/.test(ingressClassName ?? '') ? 'warning' : 'hint',
        message: `${secretName} is an item of its own, apart from ${before.hosts.join(', ')}.`,
        fixes: [
          {
            title: 'Join it with the hosts above',
            safe: false,
            preferred: true,
            change: edit =>
              edit.set(
                ['spec', 'tls'],
                tls.flatMap((one, j) =>
                  j === i
                    ? []
                    : j === i - 1
                      ? [{ hosts: [...(one.hosts ?? [])], secretName }]
                      : [one]
                )
              )
          }
        ]
      })
    }
  }
})
