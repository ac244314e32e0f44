import { compileRe2 } from '../../api/re2.ts'
import { parseCidr, parseIp } from '../../model/cidr.ts'
import type { TraefikMatcher } from '../../model/traefik-rule.ts'
import { defineRule } from '../define-rule.ts'
import { ingressRoute, rulesOf, traefikKeys } from '../shared/traefik.ts'
import { rangeInText } from '../shared/text-range.ts'

export default defineRule({
  id: 'traefik/match-value',
  appliesTo: traefikKeys('IngressRoute', 'IngressRouteTCP'),
  scope: 'manifest',
  severity: 'error',
  tags: ['traefik', 'route'],
  what: 'The value of a matcher is none that it takes.',
  why: 'Traefik leaves the route out and says so in its log only; requests get 404.',
  todo: 'Paths begin with `/`, addresses are IP addresses or ranges, patterns are regular expressions of Go.',
  docs: {
    bad: ingressRoute('Host(`shop.example`) && PathPrefix(`api`)'),
    good: ingressRoute('Host(`shop.example`) && PathPrefix(`/api`)'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/'
    ]
  },

  check({ manifest, report }) {
    for (const { at, text, rule, isOld } of rulesOf(manifest)) {
      if (rule.problem) continue
      for (const matcher of rule.matchers) {
        const message = faultOf(matcher, isOld)
        if (message !== undefined)
          report({
            at,
            part: 'value',
            range: place => rangeInText(place, at, text, matcher),
            message
          })
      }
    }
  }
})

function faultOf({ name, args }: TraefikMatcher, isOld: boolean): string | undefined {
  const lower = name.toLowerCase()
  if (args.length === 0 || args.some(value => value === '')) return `${name} has no value.`
  if (lower === 'path' || lower === 'pathprefix') {
    const path = args.find(value => !value.startsWith('/') && !(isOld && value.startsWith('{')))
    return path === undefined ? undefined : `${path} does not begin with \`/\`.`
  }
  if (lower === 'clientip') {
    const address = args.find(value => !parseIp(value) && !parseCidr(value))
    return address === undefined ? undefined : `${address} is no address and no range.`
  }
  if (isOld) return undefined
  if (lower === 'host' || lower === 'hostsni') {
    const host = args.find(value => /[/:\s]|[^\x20-\x7e]/.test(value) && !parseIp(value))
    return host === undefined
      ? undefined
      : `${host} is no host name: it has characters of something else.`
  }
  // A pattern that only Go reads is no fault of the manifest.
  const pattern = lower.endsWith('regexp') ? args.at(-1) : undefined
  if (pattern === undefined || compileRe2(pattern) || /\(\?|\\[pPzAQE]|\[\[:/.test(pattern))
    return undefined
  return `${pattern} is no regular expression.`
}
