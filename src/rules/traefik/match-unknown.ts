import { didYouMean } from '../../base/did-you-mean.ts'
import { defineRule } from '../define-rule.ts'
import { ingressRoute, rulesOf, traefikKeys } from '../shared/traefik.ts'
import { rangeInText } from '../shared/text-range.ts'

const matchers: Readonly<Record<string, readonly string[]>> = {
  IngressRoute: [
    ...['ClientIP', 'Method', 'Host', 'HostRegexp', 'Path', 'PathRegexp', 'PathPrefix'],
    ...['Header', 'HeaderRegexp', 'Query', 'QueryRegexp']
  ],
  IngressRouteTCP: ['ALPN', 'ClientIP', 'HostSNI', 'HostSNIRegexp']
}

/** Matchers of Traefik 2, which version 3 still reads where it is told to. */
const old: Readonly<Record<string, string>> = {
  Headers: 'Header',
  HeadersRegexp: 'HeaderRegexp',
  HostHeader: 'Host'
}

export default defineRule({
  id: 'traefik/match-unknown',
  appliesTo: traefikKeys('IngressRoute', 'IngressRouteTCP'),
  scope: 'manifest',
  severity: 'error',
  tags: ['traefik', 'route'],
  what: 'A rule uses a matcher that there is not.',
  why: 'Traefik leaves the route out and says so in its log only; requests get 404.',
  todo: 'Use a matcher that Traefik has. Those of Traefik 2 need `syntax: v2` in the route.',
  docs: {
    bad: ingressRoute('Hosts(`shop.example`)'),
    good: ingressRoute('Host(`shop.example`)'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/'
    ]
  },

  check({ manifest, report }) {
    const known = matchers[manifest.gvk.kind] ?? []
    const spelt = new Set(
      known.flatMap(name => [name, name.toLowerCase(), name.toUpperCase(), title(name)])
    )
    for (const { at, text, rule, isOld } of rulesOf(manifest)) {
      if (rule.problem) continue
      for (const matcher of rule.matchers) {
        const { name, start } = matcher
        const renamed = manifest.gvk.kind === 'IngressRoute' ? old[name] : undefined
        if (spelt.has(name) || (isOld && renamed !== undefined)) continue
        const meant = renamed ?? didYouMean(name, known)
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, { start, end: start + name.length }),
          message:
            renamed === undefined
              ? `There is no matcher ${name}${meant === undefined ? `; there are ${known.join(', ')}` : `; there is ${meant}`}.`
              : `Traefik 3 has ${renamed} for ${name}.`,
          severity: renamed === undefined ? 'error' : 'warning',
          fixes:
            meant === undefined
              ? []
              : [
                  {
                    title: `Use \`${meant}\``,
                    safe: false,
                    preferred: true,
                    change: edit =>
                      edit.set(at, text.slice(0, start) + meant + text.slice(start + name.length))
                  }
                ]
        })
      }
    }
  }
})

/** The parser also takes matchers in small letters, in capitals, and with one capital letter. */
function title(name: string): string {
  return name.charAt(0) + name.slice(1).toLowerCase()
}
