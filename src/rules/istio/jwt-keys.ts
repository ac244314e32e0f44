import { isJson } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { securityKeys, specOf } from '../shared/istio.ts'
import { isGiven } from '../shared/istio-parts.ts'

const authentication = (rule: string): string => `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: shop }
spec:
  jwtRules:
    - ${rule}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]
`

export default defineRule({
  id: 'istio/jwt-keys',
  appliesTo: securityKeys('RequestAuthentication'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'jwt'],
  what: 'It cannot be told who issues the tokens, or where the keys are.',
  why: 'Without an issuer and its keys no token is valid, so Istio refuses the object.',
  todo: 'Write the `issuer` as it stands in the tokens, and a full URL in `jwksUri`, or the keys in `jwks`.',
  docs: {
    bad: authentication('{ issuer: "https://id.example", jwksUri: id.example/keys }'),
    good: authentication('{ issuer: "https://id.example", jwksUri: "https://id.example/keys" }'),
    see: ['https://istio.io/latest/docs/reference/config/security/jwt/']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const rule of specOf(manifest).get('jwtRules').items) {
      const [issuer, uri, keys] = ['issuer', 'jwksUri', 'jwks'].map(key => rule.get(key))
      if (!issuer || !uri || !keys) continue
      // One of the two is enough.
      if (issuer.text === '' && !isGiven(uri))
        report({ at: issuer.at, part: 'value', message: 'The issuer is empty.' })
      const address = uri.text ?? keys.text
      if (
        uri.text !== undefined &&
        !(uri.text === '' && isGiven(issuer)) &&
        !/^https?:\/\/[^/\s]+(?:\/|$)/i.test(uri.text) &&
        !uri.text.includes('${')
      )
        report({
          at: uri.at,
          part: 'value',
          message: `${uri.text} is no URL that begins with https:// or http://.`,
          fixes: /^[\w.-]+\.[a-z]{2,}(?:[/:]|$)/.test(uri.text)
            ? [
                {
                  title: 'Begin with `https://`',
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(uri.at, `https://${uri.text ?? ''}`)
                }
              ]
            : []
        })
      else if (address !== undefined && keys.text !== undefined && !isJson(keys.text))
        report({ at: keys.at, part: 'value', message: 'The keys in `jwks` are no JSON.' })
    }
  }
})
