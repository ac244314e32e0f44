import { defineRule } from '../define-rule.ts'
import { mayShareNamespace } from '../manifest.ts'
import { securityGroup, securityKeys, specOf } from '../shared/istio.ts'

const authentication = `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: shop }
spec:
  jwtRules:
    - { issuer: "https://id.example", jwksUri: "https://id.example/keys" }
`

export default defineRule({
  id: 'istio/jwt-not-required',
  appliesTo: securityKeys('RequestAuthentication'),
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'jwt', 'policy'],
  what: 'Tokens are checked, and nothing here demands one.',
  why: 'A RequestAuthentication refuses requests with a wrong token and lets those without any token pass. Only an AuthorizationPolicy demands one.',
  todo: 'Add an AuthorizationPolicy with `requestPrincipals`.',
  docs: {
    bad: authentication,
    good: `${authentication}---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  rules:
    - from: [{ source: { requestPrincipals: ["https://id.example/*"] } }]
`,
    see: [
      'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#require-a-valid-token'
    ]
  },

  check({ manifest, workspace, report }) {
    const rules = specOf(manifest).get('jwtRules')
    if (manifest.partial || rules.items.length === 0) return
    const demanded = workspace
      .ofKind(securityGroup, 'AuthorizationPolicy')
      .filter(policy => mayShareNamespace(policy, manifest) || policy.namespace === 'istio-system')
      .some(policy =>
        /equestPrincipals|request\.auth/.test(JSON.stringify(policy.object.spec ?? {}))
      )
    if (demanded) return
    report({ at: rules.at, message: 'No AuthorizationPolicy here asks for a token.' })
  }
})
