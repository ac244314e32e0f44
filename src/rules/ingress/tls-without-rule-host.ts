import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const ingress = (host: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  ingressClassName: nginx
  tls:
    - hosts: [shop.example]
      secretName: shop-tls
  rules:
    - ${host}http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`

export default defineRule<Ingress>({
  id: 'ingress/tls-without-rule-host',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'tls', 'nginx'],
  what: 'An Ingress for nginx has a certificate, and no rule of it has a host.',
  why: 'The certificate is chosen by the host that a client asks for, and the hosts come from the rules. Without any, ingress-nginx answers with the certificate that it made itself.',
  todo: 'Give the rule the host that stands in the certificate, also under tls.',
  docs: {
    bad: ingress(''),
    good: ingress('host: shop.example\n      '),
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls']
  },

  check({ manifest, report }) {
    const { ingressClassName, tls = [], rules = [] } = manifest.object.spec ?? {}
    // Load balancers of clouds serve one certificate for every name.
    if (manifest.partial || !/^(?:ingress-)?nginx$/.test(ingressClassName ?? '')) return
    const [first] = tls
    if (!first || rules.some(({ host }) => host !== undefined && host !== '')) return
    const [host] = first.hosts ?? []
    report({
      at: host === undefined ? ['spec', 'tls', 0] : ['spec', 'tls', 0, 'hosts'],
      part: 'value',
      // Other controllers that serve this class may take the certificate for their default backend.
      severity: rules.length === 0 ? 'hint' : 'warning',
      message:
        host === undefined
          ? 'The certificate is for no host, neither here nor in the rules.'
          : `The certificate is for ${host}, which no rule names as its host.`,
      fixes:
        host === undefined || rules.length !== 1
          ? []
          : [
              {
                title: `Set the host of the rule to \`${host}\``,
                safe: false,
                preferred: true,
                change: edit => edit.insert(['spec', 'rules', 0], 'host', host)
              }
            ]
    })
  }
})
