import { curlCommand, readCurl } from './curl.ts'
import { execInPod, kubectlExec, quoted } from './exec-in-pod.ts'
import { judgeReply, type WantedAnswer } from './expected-answer.ts'
import type { HttpReply, HttpRequest } from './http-reply.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { isHost, placeName, type ProbePlace } from './probe-place.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Probe, ProbeRole } from './step-result.ts'
import { canWget, readWget, wgetCommand } from './wget.ts'

export interface HttpQuestion {
  readonly role: ProbeRole
  readonly from: ProbePlace
  readonly request: HttpRequest
  /** How the evidence names the target; the URL unless given. */
  readonly to?: string
  readonly wanted: WantedAnswer
}

/** One request, and whether its answer is the wanted one. */
export async function probeHttp(
  context: ProbeContext,
  { role, from, request, to = request.url, wanted }: HttpQuestion
): Promise<Probe | Obstacle> {
  const at = context.clock.now()
  const sent = await sendHttp(context, from, request)
  if (isObstacle(sent)) return sent
  const { outcome, text } = judgeReply(sent.reply, wanted, context.cluster.simulated)
  return {
    role,
    from: placeName(from),
    to,
    what: sent.what,
    result: text,
    outcome,
    at,
    took: context.clock.now() - at
  }
}

/** What was sent, as a person could repeat it, and what came back. */
export interface SentRequest {
  readonly what: string
  readonly reply: HttpReply
}

/** Sends one request from inside a Pod or from the host. */
export async function sendHttp(
  context: ProbeContext,
  from: ProbePlace,
  request: HttpRequest
): Promise<SentRequest | Obstacle> {
  if (!isHost(from)) return await sendFromPod(context, from, request)
  const reply = await from.host.http(request, context.signal)
  context.signal?.throwIfAborted()
  return { what: curlCommand(request).map(quoted).join(' '), reply }
}

/** curl is asked first; an image without it has wget. */
async function sendFromPod(
  context: ProbeContext,
  from: ProbePod,
  request: HttpRequest
): Promise<SentRequest | Obstacle> {
  const byCurl = curlCommand(request)
  const curl = await execInPod(context, from, byCurl)
  if (curl !== 'no-program')
    return isObstacle(curl) ? curl : { what: kubectlExec(from, byCurl), reply: readCurl(curl) }

  const byWget = wgetCommand(request)
  const wget = canWget(request) ? await execInPod(context, from, byWget) : 'no-program'
  if (wget !== 'no-program')
    return isObstacle(wget) ? wget : { what: kubectlExec(from, byWget), reply: readWget(wget) }
  return {
    verdict: 'blocked',
    sentence: `Blocked, because the image of ${placeName(from)} has no program that can send this request: no curl${canWget(request) ? ' and no wget' : ''}.`,
    next: 'Use an image with curl for the client, as the lab’s manifest does.',
    final: true,
    lacks: from
  }
}
