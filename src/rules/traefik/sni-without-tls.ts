import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { rulesOf, traefikKeys } from '../shared/traefik.ts'
import { rangeInText } from '../shared/text-range.ts'

const route = (tls: string): string => `apiVersion: traefik.io/v1alpha1
kind: IngressRouteTCP
metadata: { name: db, namespace: shop }
spec:
  entryPoints: [postgres]
  routes:
    - match: HostSNI(\`db.example\`)
      services: [{ name: db, port: 5432 }]
${tls}`

export default defineRule({
  id: 'traefik/sni-without-tls',
  appliesTo: traefikKeys('IngressRouteTCP'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['traefik', 'tls'],
  what: 'A route is chosen by a name that only TLS carries, and has no TLS.',
  why: 'Without `tls` Traefik looks at plain TCP, in which there is no name, so the route is never taken.',
  todo: 'Add `tls`, with `passthrough: true` where the server itself does it, or match HostSNI(`*`).',
  docs: {
    bad: route(''),
    good: route('  tls: { passthrough: true }\n'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/tcp/routing/rules-and-priority/'
    ]
  },

  check({ manifest, report }) {
    const tls = new Field(manifest.object).get('spec', 'tls')
    if (manifest.partial || tls.isThere) return
    for (const { at, text, rule } of rulesOf(manifest)) {
      if (rule.problem) continue
      for (const matcher of rule.matchers) {
        if (!/^HostSNI(?:Regexp)?$/i.test(matcher.name) || matcher.args[0] === '*') continue
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, matcher),
          message: `${matcher.name} needs \`tls\`; plain TCP has no name.`,
          fixes: [
            {
              title: 'Pass TLS through to the server',
              safe: false,
              change: edit => edit.set(['spec', 'tls', 'passthrough'], true)
            }
          ]
        })
      }
    }
  }
})
