/**
 * Whether a request can have a host that both names allow. `*.example.com` stands for one label or more.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
export function hostnamesIntersect(a: string, b: string): boolean {
  const left = a.toLowerCase()
  const right = b.toLowerCase()
  if (left === right) return true
  if (left.startsWith('*.') && right.startsWith('*.'))
    return left.endsWith(right.slice(1)) || right.endsWith(left.slice(1))
  if (left.startsWith('*.')) return right.endsWith(left.slice(1))
  return right.startsWith('*.') && left.endsWith(right.slice(1))
}

/** Whether a request's host is one that the name allows; no name allows every host. */
export function hostnameAllows(hostname: string | undefined, host: string): boolean {
  if (hostname === undefined || hostname === '') return true
  return hostnamesIntersect(hostname, host.startsWith('*') ? '' : host)
}

/**
 * How exactly a name says a host; a larger number takes precedence. A full name comes before every wildcard,
 * then the longer one, and no name at all comes last.
 */
export function hostnameRank(hostname: string | undefined): number {
  if (hostname === undefined || hostname === '') return 0
  return hostname.startsWith('*.') ? hostname.length : 1000 + hostname.length
}

/** The host of a `Host` header: without its port, in lower case. */
export function hostOfHeader(header: string): string {
  return header
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}
