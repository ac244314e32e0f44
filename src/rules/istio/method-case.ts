import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { Field } from '../../base/field.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import { matchesOf, operationsOf } from '../shared/istio-parts.ts'
import { methodFault } from '../shared/http-method.ts'

const policy = (method: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  action: ALLOW
  rules:
    - to: [{ operation: { methods: [${method}] } }]
`

export default defineRule({
  id: 'istio/method-case',
  appliesTo: [...networkingKeys('VirtualService'), ...securityKeys('AuthorizationPolicy')],
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'route', 'policy'],
  what: 'A method of HTTP is written in small letters.',
  why: 'Methods are compared letter by letter, and programs send them in capitals (RFC 9110, 9.1), so no request matches.',
  todo: 'Write the method in capitals.',
  docs: {
    bad: policy('get'),
    good: policy('GET'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation']
  },

  check({ manifest, report }) {
    for (const method of methodsOf(manifest)) {
      const fault = methodFault(method)
      if (fault) report(fault)
    }
  }
})

function methodsOf(manifest: Manifest): readonly Field[] {
  const spec = specOf(manifest)
  return manifest.object.kind === 'VirtualService'
    ? matchesOf(spec, 'http').flatMap(match =>
        ['exact', 'prefix'].map(key => match.get('method', key))
      )
    : operationsOf(spec).flatMap(operation =>
        ['methods', 'notMethods'].flatMap(key => operation.get(key).items)
      )
}
