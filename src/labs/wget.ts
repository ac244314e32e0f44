import { firstLine, type CommandOutcome, type HttpReply } from './http-reply.ts'

/** For images without curl: BusyBox brings wget. `-Y off` passes a proxy of the container by. */
export function wgetCommand(url: string): readonly string[] {
  return ['wget', '-q', '-Y', 'off', '-T', '3', '-O', '-', url]
}

/**
 * BusyBox ends with 1 whatever went wrong, so its words decide. It never tells the status of a success, which
 * is 200 for the plain requests that are sent here.
 */
export function readWget({ exitCode, stdout, stderr }: CommandOutcome): HttpReply {
  if (exitCode === 0)
    return stdout === ''
      ? { kind: 'unclear', text: 'wget ended well and brought nothing' }
      : { kind: 'answered', status: 200, body: stdout, text: '200' }
  const status = /server returned error: HTTP\/\d(?:\.\d)? (\d{3})/i.exec(stderr)?.[1]
  if (status !== undefined)
    return { kind: 'answered', status: Number(status), body: '', text: status }
  if (/bad address|unable to resolve|name or service not known/i.test(stderr))
    return { kind: 'unresolved', text: 'the name did not resolve' }
  if (/connection refused/i.test(stderr))
    return { kind: 'refused', text: 'the connection was refused' }
  if (/timed out/i.test(stderr)) return { kind: 'timeout', text: 'timed out after 3 s' }
  return {
    kind: 'unclear',
    text: `wget ended with code ${exitCode}${stderr === '' ? '' : `: ${firstLine(stderr)}`}`
  }
}
