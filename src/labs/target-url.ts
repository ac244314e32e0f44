import { parseHttpUrl } from '../net/http.ts'

/** The parts of a URL that a check names, whatever its protocol. */
export interface TargetUrl {
  /** Such as `http` or `udp`. */
  readonly scheme: string
  /** Without the brackets of an IPv6 address. */
  readonly host: string
  readonly port: number
  /** Empty where the protocol has none. */
  readonly path: string
  readonly protocol: 'TCP' | 'UDP'
}

/** Reads `http://`, `https://`, `tcp://` and `udp://`; undefined when there is no host. */
export function parseTargetUrl(url: string): TargetUrl | undefined {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(url) ?? []
  const isHttp = scheme === 'http' || scheme === 'https'
  const parsed = parseHttpUrl(isHttp ? url : `http://${rest}`)
  if (!parsed) return undefined
  return {
    scheme,
    host: parsed.host.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port,
    path: isHttp ? parsed.path : '',
    protocol: scheme === 'udp' ? 'UDP' : 'TCP'
  }
}
