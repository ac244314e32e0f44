import { firstLine, type CommandOutcome, type HttpReply } from './http-reply.ts'

/** A new process and a new connection for each request; a proxy of the container is passed by. */
export function curlCommand(url: string): readonly string[] {
  const report = '\\n%{http_code} %{time_connect} %{time_total} %{remote_ip}'
  return [
    ...['curl', '-sS', '--noproxy', '*', '--connect-timeout', '3', '--max-time', '5'],
    ...['-w', report, url]
  ]
}

/** Exit codes: https://everything.curl.dev/cmdline/exitcode.html */
export function readCurl({ exitCode, stdout, stderr }: CommandOutcome): HttpReply {
  const report = /(?:^|\n)(\d{3}) (\S*) (\S*) ?(\S*)\n?$/.exec(stdout)
  const total = Number(report?.[3])
  const after = Number.isFinite(total) && report ? ` after ${formatSeconds(total)}` : ''
  switch (exitCode) {
    case 0: {
      const status = Number(report?.[1])
      if (!report || !(status >= 100))
        return { kind: 'unclear', text: 'curl ended well and reported no answer' }
      return {
        kind: 'answered',
        status,
        body: stdout.slice(0, report.index),
        text: `${status}${Number.isFinite(total) ? ` in ${formatSeconds(total)}` : ''}`
      }
    }
    case 6:
      return { kind: 'unresolved', text: 'the name did not resolve' }
    case 7:
      return { kind: 'refused', text: `the connection was refused${after}` }
    case 28:
      // A resolver that is silent ends with the same code as a network that is.
      if (/resolv/i.test(stderr))
        return { kind: 'unresolved', text: `resolving the name timed out${after}` }
      if (Number(report?.[2]) > 0)
        return { kind: 'unclear', text: `connected, then no answer came${after}` }
      return { kind: 'timeout', text: `timed out${after}` }
    default:
      return {
        kind: 'unclear',
        text: `curl ended with code ${exitCode}${stderr === '' ? '' : `: ${firstLine(stderr)}`}`
      }
  }
}

/** Seconds as a person reads them. */
export function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Math.round(seconds * 10) / 10} s`
}
