import { requestTarget } from './check-http.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import type { WebsocketCheck } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findPlace, isHost, placeName, type ProbePlace } from './probe-place.ts'
import { requestOptions } from './curl.ts'
import { execInPod, kubectlExec, quoted } from './exec-in-pod.ts'
import { plainRequest, type HttpRequest } from './http-reply.ts'

/** One upgrade of a `websocket` check. From a Pod curl sees the upgrade alone; the host sends a message as well. */
export async function sampleWebsocket(
  context: ProbeContext,
  check: WebsocketCheck
): Promise<Sample> {
  const from = await findPlace(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const target = await requestTarget(context, { ...check, to: check.to.replace(/^ws/, 'http') })
  if (isObstacle(target)) return sampleOf(target, [])
  const at = context.clock.now()
  const asked = await upgrade(context, from, target.request, check)
  if (isObstacle(asked)) return sampleOf(asked, [])
  const wanted = check.expect === undefined ? undefined : new RegExp(check.expect, 'u')
  const isEcho =
    check.send === undefined ||
    asked.message === undefined ||
    (wanted ? wanted.test(asked.message) : asked.message === check.send)
  const isMet = asked.status === 101 && isEcho
  const result =
    asked.status === 101
      ? `upgraded${asked.message === undefined ? '' : `, and “${asked.message}” came back`}`
      : asked.status === 0
        ? asked.text
        : `answered ${asked.status} instead of 101`
  // A message that was asked for and could not be sent leaves the check open.
  const isHalf = isMet && check.send !== undefined && asked.message === undefined
  return {
    verdict: isHalf ? 'inconclusive' : isMet ? 'pass' : 'fail',
    sentence: `${placeName(from)} asked ${target.to} for a WebSocket: ${result}.${isHalf ? ' No message could be sent.' : ''}`,
    ...(!isMet && {
      next: 'Look whether the route leads to the server, and whether the proxy passes upgrades on.'
    }),
    ...(isHalf && { next: 'Send the message from the host, or leave send out.' }),
    probes: [
      {
        role: 'subject',
        from: placeName(from),
        to: target.to,
        what: asked.what,
        result,
        outcome: isMet ? 'reached' : 'other',
        at,
        took: context.clock.now() - at
      }
    ]
  }
}

interface Upgraded {
  readonly status: number
  readonly text: string
  /** What came back, where a message was sent. */
  readonly message?: string
  readonly what: string
}

async function upgrade(
  context: ProbeContext,
  from: ProbePlace,
  request: HttpRequest,
  { send }: WebsocketCheck
): Promise<Upgraded | Obstacle> {
  const command = upgradeCommand(request)
  if (isHost(from)) {
    const answer = await from.host.websocket(request, send, context.signal)
    context.signal?.throwIfAborted()
    return { ...answer, what: command.map(quoted).join(' ') }
  }
  const ran = await execInPod(context, from, command)
  if (ran === 'no-program')
    return {
      verdict: 'blocked',
      sentence: `Blocked, because the image of ${placeName(from)} has no curl, with which the upgrade is asked for.`,
      next: 'Use an image with curl for the client, as the lab’s manifest does.',
      lacks: from,
      final: true
    }
  if (isObstacle(ran)) return ran
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(ran.stdout)?.[1] ?? 0)
  return {
    status,
    text: `no answer (curl ended with code ${ran.exitCode})`,
    what: kubectlExec(from, command)
  }
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3; the key is any 16 bytes. curl waits for more and is ended. */
function upgradeCommand(request: HttpRequest): readonly string[] {
  const fields = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'bmV0bGFicy1sYWItcHJvYmU='
  }
  const asked = { ...request, headers: { ...request.headers, ...fields }, wantsHeaders: true }
  return [
    ...[
      'curl',
      '-s',
      '-N',
      '--http1.1',
      '--noproxy',
      '*',
      '--connect-timeout',
      '3',
      '--max-time',
      '3'
    ],
    ...requestOptions(asked),
    plainRequest(asked).url
  ]
}
