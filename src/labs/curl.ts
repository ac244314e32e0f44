import {
  firstLine,
  plainRequest,
  type CommandOutcome,
  type HttpReply,
  type HttpRequest
} from './http-reply.ts'

const limits = ['--noproxy', '*', '--connect-timeout', '3', '--max-time', '5']

/**
 * A new process and a new connection for each request; a proxy of the container is passed by. Certificates are
 * not checked: who answers is told by the answer.
 */
export function curlCommand(request: HttpRequest): readonly string[] {
  const report = '\\n%{http_code} %{time_connect} %{time_total} %{remote_ip}'
  return [
    'curl',
    '-sS',
    ...limits,
    ...requestOptions(request),
    '-w',
    report,
    plainRequest(request).url
  ]
}

/** The options of curl that make the request what it is. */
export function requestOptions(request: HttpRequest): readonly string[] {
  const { url, connectTo, method = 'GET', wantsHeaders } = request
  const { headers = {} } = plainRequest(request)
  const isSecure = url.startsWith('https:')
  const bracketed = connectTo?.address.includes(':') ? `[${connectTo.address}]` : connectTo?.address
  return [
    ...(isSecure ? ['-k'] : []),
    ...(isSecure && connectTo ? ['--connect-to', `::${bracketed ?? ''}:${connectTo.port}`] : []),
    ...(method === 'HEAD' ? ['-I'] : method === 'GET' ? [] : ['-X', method]),
    ...(wantsHeaders === true && method !== 'HEAD' ? ['-i'] : []),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  ]
}

/** Exit codes: https://everything.curl.dev/cmdline/exitcode.html */
export function readCurl({ exitCode, stdout, stderr }: CommandOutcome): HttpReply {
  const report = /(?:^|\n)(\d{3}) (\S*) (\S*) ?(\S*)\n?$/.exec(stdout)
  const total = Number(report?.[3])
  const seconds = Number.isFinite(total) && report ? formatSeconds(total) : undefined
  const after = seconds === undefined ? {} : { time: `after ${seconds}` }
  switch (exitCode) {
    case 0: {
      const status = Number(report?.[1])
      if (!report || !(status >= 100))
        return { kind: 'unclear', text: 'curl ended well and reported no answer' }
      return {
        kind: 'answered',
        status,
        ...splitHead(stdout.slice(0, report.index)),
        text: String(status),
        ...(seconds !== undefined && { time: `in ${seconds}` })
      }
    }
    case 6:
      return { kind: 'unresolved', text: 'the name did not resolve' }
    case 7:
      return { kind: 'refused', text: 'the connection was refused', ...after }
    case 28:
      // A resolver that is silent ends with the same code as a network that is.
      if (/resolv/i.test(stderr))
        return { kind: 'unresolved', text: 'resolving the name timed out', ...after }
      if (Number(report?.[2]) > 0)
        return { kind: 'unclear', text: 'connected, then no answer came', ...after }
      return { kind: 'timeout', text: 'timed out', ...after }
    default:
      return {
        kind: 'unclear',
        text: `curl ended with code ${exitCode}${stderr === '' ? '' : `: ${firstLine(stderr)}`}`
      }
  }
}

/** The header fields of the last answer when curl was told to show them, and the body. */
export function splitHead(text: string): {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
} {
  let headers: Readonly<Record<string, string>> = {}
  let body = text
  // An answer may come after others: 100 Continue, or that of a proxy.
  for (;;) {
    const head = /^HTTP\/\d(?:\.\d)? \d{3}[^\n]*\n((?:[^\r\n][^\n]*\n)*)(?:\r?\n|$)/.exec(body)
    if (!head) return { headers, body }
    headers = Object.fromEntries(
      (head[1] ?? '').split('\n').flatMap(line => {
        const colon = line.indexOf(':')
        return colon <= 0
          ? []
          : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]]
      })
    )
    body = body.slice(head[0].length)
  }
}

/** Seconds as a person reads them. */
export function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Math.round(seconds * 10) / 10} s`
}
