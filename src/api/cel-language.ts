import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import { formatCidr, isIpv4Mapped, maskCidr, parseCidr, parseIp, type Cidr } from '../model/cidr.ts'
import { compileRe2 } from './re2.ts'

let environment: Environment | undefined

/**
 * The language as API servers have it, made when the first rule is met: starting must not wait for it. Of the server's
 * libraries there is what the definitions that come with the product use.
 * https://kubernetes.io/docs/reference/using-api/cel/
 */
function language(): Environment {
  environment ??= new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction('isIP(string): bool', (text: string) => parseIp(text) !== undefined)
    .registerFunction('isCIDR(string): bool', (text: string) => cidrOf(text) !== undefined)
    .registerFunction('cidrText(string): string', (text: string) => formatCidr(knownCidr(text)))
    .registerFunction('maskedCidrText(string): string', (text: string) =>
      formatCidr(maskCidr(knownCidr(text)))
    )
    .registerFunction('isURL(string): bool', (text: string) => schemeOf(text) !== undefined)
    .registerFunction('urlScheme(string): string', (text: string) => {
      const scheme = schemeOf(text)
      if (scheme === undefined) throw new Error('no URL')
      return scheme
    })
    // Patterns are Go's; one that only Go reads makes the whole rule silent.
    .registerFunction('string.goMatches(string): bool', (text: string, pattern: string) => {
      const compiled = compileRe2(pattern)
      if (!compiled) throw new Error('a pattern that only RE2 understands')
      return compiled.test(text)
    })
  return environment
}

/** A rule ready to be evaluated; undefined when it uses what the library, as it is set up here, does not have. */
export function compileRule(rule: string): ParseResult | undefined {
  try {
    const compiled = language().parse(asTheLibraryHasIt(rule))
    return compiled.check().valid ? compiled : undefined
  } catch {
    return undefined
  }
}

/** The library has neither types of its own for ranges and URLs nor field names that are words of the language. */
function asTheLibraryHasIt(rule: string): string {
  return (
    rule
      // Kubernetes escapes such names: `__namespace__`.
      .replaceAll(/\.__([a-z]+)__/g, '.$1')
      .replaceAll('.matches(', '.goMatches(')
      // The library's `has` takes no index, which says the same one level further down.
      .replaceAll(/\bhas\(([\w.]+\[\d+\])\.([\w.]+)\)/g, '[$1].exists(it, has(it.$2))')
      .replaceAll(/\bcidr\(([\w.]+)\)\.masked\(\)/g, 'maskedCidrText($1)')
      .replaceAll(/\bcidr\(([\w.]+)\)(?= ==)/g, 'cidrText($1)')
      .replaceAll(/\burl\(([^()]+)\)\.getScheme\(\)/g, 'urlScheme($1)')
      // The answer is an optional list of faults, and even an empty optional is not null.
      .replaceAll(/\bformat\.\w+\(\)\.validate\([\w.]+\) == null/g, 'false')
  )
}

function knownCidr(text: string): Cidr {
  const cidr = cidrOf(text)
  if (!cidr) throw new Error('no CIDR')
  return cidr
}

/** An IPv4 address that is written as an IPv6 one is refused. */
function cidrOf(text: string): Cidr | undefined {
  const cidr = parseCidr(text)
  const ip = parseIp(text.split('/')[0] ?? '')
  return ip && isIpv4Mapped(ip) ? undefined : cidr
}

/**
 * The scheme of what Go's `url.ParseRequestURI` takes, which is an absolute URL or a path; undefined for anything else.
 * @throws Error for signs in it of which this does not know what Go makes of them
 */
function schemeOf(text: string): string | undefined {
  // Without a scheme it has to be a path, and no host has a blank.
  if (/^(?![A-Za-z][\w+.-]*:|\/)|^[A-Za-z][\w+.-]*:\/\/[^/?#]*\s/.test(text)) return undefined
  if (!/^[\w.:/?#[\]@!$&'()*+,;=%~-]*$/.test(text)) throw new Error('signs beyond RFC 3986')
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)$/s.exec(text) ?? []
  if (scheme === '' && !rest.startsWith('/')) return undefined
  const port = /^\/\/(?:[^/?#]*@)?(?:\[[^\]]*\]|[^:/?#]*)(:[^/?#]*)?/.exec(rest)?.[1]
  if (port !== undefined && !/^:\d*$/.test(port)) return undefined
  return scheme.toLowerCase()
}
