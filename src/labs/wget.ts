import {
  firstLine,
  plainRequest,
  type CommandOutcome,
  type HttpReply,
  type HttpRequest
} from './http-reply.ts'

/** For images without curl: BusyBox brings wget. `-Y off` passes a proxy of the container by. */
export function wgetCommand(request: HttpRequest): readonly string[] {
  const { url, headers = {} } = plainRequest(request)
  const fields = Object.entries(headers).flatMap(([name, value]) => [
    '--header',
    `${name}: ${value}`
  ])
  return ['wget', '-q', '-Y', 'off', '-T', '3', '-O', '-', ...fields, url]
}

/** What BusyBox's wget can ask: a plain GET, whose header fields it doesn't show. */
export function canWget({ url, method = 'GET', wantsHeaders }: HttpRequest): boolean {
  return url.startsWith('http:') && method === 'GET' && wantsHeaders !== true
}

/**
 * BusyBox ends with 1 whatever went wrong, so its words decide. It never tells the status of a success, which
 * is 200 for the plain requests that are sent here.
 */
export function readWget({ exitCode, stdout, stderr }: CommandOutcome): HttpReply {
  const answered = (status: number, body: string): HttpReply => ({
    kind: 'answered',
    status,
    headers: {},
    body,
    text: String(status)
  })
  if (exitCode === 0)
    return stdout === ''
      ? { kind: 'unclear', text: 'wget ended well and brought nothing' }
      : answered(200, stdout)
  const status = /server returned error: HTTP\/\d(?:\.\d)? (\d{3})/i.exec(stderr)?.[1]
  if (status !== undefined) return answered(Number(status), '')
  if (/bad address|unable to resolve|name or service not known/i.test(stderr))
    return { kind: 'unresolved', text: 'the name did not resolve' }
  if (/connection refused/i.test(stderr))
    return { kind: 'refused', text: 'the connection was refused' }
  if (/timed out/i.test(stderr)) return { kind: 'timeout', text: 'timed out', time: 'after 3 s' }
  return {
    kind: 'unclear',
    text: `wget ended with code ${exitCode}${stderr === '' ? '' : `: ${firstLine(stderr)}`}`
  }
}
