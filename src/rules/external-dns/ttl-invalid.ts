import { parseGoDuration } from '../../model/go-duration.ts'
import { defineRule } from '../define-rule.ts'
import { dnsAnnotation, newPrefix } from '../shared/external-dns.ts'

const service = (ttl: string): string => `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    ${newPrefix}hostname: shop.example
    ${newPrefix}ttl: "${ttl}"
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`

export default defineRule({
  id: 'external-dns/ttl-invalid',
  appliesTo: [
    'v1/Service',
    'networking.k8s.io/v1/Ingress',
    'gateway.networking.k8s.io/v1/HTTPRoute'
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'dns'],
  what: 'The time to live of the record cannot be read.',
  why: 'ExternalDNS warns in its log and takes the time that the provider has by itself.',
  todo: 'Write seconds, from 1 on, or a duration such as `5m`.',
  docs: {
    bad: service('5 minutes'),
    good: service('5m'),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/advanced/ttl/']
  },

  check({ manifest, report }) {
    const annotation = dnsAnnotation(manifest.object, 'ttl')
    const text = annotation.text
    if (text === undefined || text.includes('${')) return
    const duration = parseGoDuration(text)
    const seconds = /^\d+$/.test(text)
      ? Number(text)
      : duration === undefined
        ? undefined
        : Math.floor(duration / 1000)
    if (seconds !== undefined && seconds >= 1 && seconds <= 2147483647) return
    report({
      at: annotation.at,
      part: 'value',
      message:
        seconds === undefined
          ? `${text} is neither seconds nor a duration.`
          : `${text} is not from 1 to 2147483647 seconds.`
    })
  }
})
