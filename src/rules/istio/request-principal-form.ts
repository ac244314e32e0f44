import { defineRule } from '../define-rule.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { securityGroup, securityKeys, specOf } from '../shared/istio.ts'

const manifests = (principal: string): string => `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: shop, namespace: shop }
spec:
  jwtRules: [{ issuer: https://id.example, jwksUri: https://id.example/keys }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: shop, namespace: shop }
spec:
  rules:
    - from: [{ source: { requestPrincipals: ["${principal}"] } }]
`

export default defineRule({
  id: 'istio/request-principal-form',
  appliesTo: securityKeys('AuthorizationPolicy'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'jwt', 'policy'],
  what: 'A request principal is the issuer alone.',
  why: 'A request is known by the issuer and the subject of its token, `issuer/subject`. The issuer alone is nobody, so the rule never applies.',
  todo: 'Write `issuer/*` for every subject of the issuer.',
  docs: {
    bad: manifests('https://id.example'),
    good: manifests('https://id.example/*'),
    see: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source']
  },

  check({ manifest, workspace, report }) {
    const issuers = workspace.derive(issuersOf)
    for (const rule of specOf(manifest).get('rules').items)
      for (const from of rule.get('from').items)
        for (const key of ['requestPrincipals', 'notRequestPrincipals'])
          for (const { text, at } of from.get('source', key).items)
            if (text !== undefined && issuers.has(text))
              report({
                at,
                part: 'value',
                message: `${text} is an issuer, and no token has it without a subject.`,
                fixes: [
                  {
                    title: `Set to \`${text}/*\``,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set(at, `${text}/*`)
                  }
                ]
              })
  }
})

function issuersOf(workspace: WorkspaceView): ReadonlySet<string> {
  return new Set(
    workspace
      .ofKind(securityGroup, 'RequestAuthentication')
      .flatMap(one => specOf(one).get('jwtRules').items)
      .flatMap(rule => rule.get('issuer').text ?? [])
  )
}
