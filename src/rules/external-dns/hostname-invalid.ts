import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { dnsAnnotation, newPrefix } from '../shared/external-dns.ts'
import { setTo } from '../shared/set-to.ts'

const service = (name: string): string => `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    ${newPrefix}hostname: ${name}
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`

export default defineRule({
  id: 'external-dns/hostname-invalid',
  appliesTo: [
    'v1/Service',
    'v1/Pod',
    'networking.k8s.io/v1/Ingress',
    'gateway.networking.k8s.io/v1/HTTPRoute',
    'gateway.networking.k8s.io/v1/Gateway',
    'externaldns.k8s.io/v1alpha1/DNSEndpoint'
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['external-dns', 'dns'],
  what: 'The name for ExternalDNS is no DNS name.',
  why: 'The provider refuses the record, and ExternalDNS tries it again and again, often together with the records beside it.',
  todo: 'Write whole names without scheme, port or path, several with commas between.',
  docs: {
    bad: service('https://shop.example'),
    good: service('shop.example'),
    see: ['https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/']
  },

  check({ manifest, report }) {
    for (const name of new Field(manifest.object)
      .get('spec', 'endpoints')
      .items.map(endpoint => endpoint.get('dnsName')))
      if (name.text !== undefined && !/\{\{|\$\{/.test(name.text) && !isName(name.text))
        report({ at: name.at, part: 'value', message: faultOf(name.text) })
    for (const key of ['hostname', 'internal-hostname']) {
      const annotation = dnsAnnotation(manifest.object, key)
      const text = annotation.text
      if (text === undefined || /\{\{|\$\{/.test(text)) continue
      const names = text.split(',').map(name => name.trim())
      const wrong = names.find(name => !isName(name))
      if (wrong === undefined) continue
      const plain = /^[a-z]+:\/\/([^/:]+)/.exec(wrong)?.[1]
      report({
        at: annotation.at,
        part: 'value',
        message: faultOf(wrong),
        fixes:
          plain !== undefined && names.length === 1 && isName(plain)
            ? setTo(annotation.at, plain)
            : []
      })
    }
  }
})

function faultOf(name: string): string {
  return name === '' ? 'A name is empty.' : `${name} is no DNS name.`
}

/** Underscores and a wildcard at the front are names that providers take. */
function isName(name: string): boolean {
  return (
    name.length <= 254 &&
    /^(?:\*\.)?(?:[a-z0-9_](?:[-a-z0-9_]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[-a-z0-9_]{0,61}[a-z0-9_])?\.?$/i.test(
      name
    )
  )
}
