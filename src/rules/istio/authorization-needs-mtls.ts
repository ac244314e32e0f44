import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { securityGroup, securityKeys, specOf } from '../shared/istio.ts'

const manifests = (mode: string): string => `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: ${mode} } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]
`

const needsMtls = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts']

export default defineRule({
  id: 'istio/authorization-needs-mtls',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'policy', 'mtls'],
  what: 'A policy asks who the caller is where mutual TLS is switched off.',
  why: 'The name of a caller comes from its certificate. Without mutual TLS there is none, so the rule never matches.',
  todo: 'Use STRICT in the PeerAuthentication, or match by address.',
  docs: {
    bad: manifests('DISABLE'),
    good: manifests('STRICT'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source']
  },

  check({ manifest, workspace, report }) {
    const { namespace } = manifest
    if (namespace === undefined) return
    const policies = workspace
      .ofKind(securityGroup, 'PeerAuthentication')
      .filter(policy => policy.namespace === namespace)
    const [policy, another] = policies
    if (!policy || another || specOf(policy).get('selector').isThere) return
    if (specOf(policy).get('mtls', 'mode').text !== 'DISABLE') return
    for (const rule of specOf(manifest).get('rules').items)
      for (const from of rule.get('from').items)
        for (const key of needsMtls) {
          const field = from.get('source', key)
          if (!field.isThere || field.isEmpty) continue
          report({
            at: field.at,
            message: `${describeManifest(policy)} switches mutual TLS off, so \`${key}\` matches nobody.`,
            related: [{ manifest: policy, at: ['spec', 'mtls'], message: 'It is off here.' }]
          })
        }
  }
})
