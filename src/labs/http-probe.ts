import { curlCommand, readCurl } from './curl.ts'
import { execInPod, kubectlExec } from './exec-in-pod.ts'
import { judgeReply, type WantedAnswer } from './expected-answer.ts'
import type { HttpReply } from './http-reply.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Probe, ProbeRole } from './step-result.ts'
import { readWget, wgetCommand } from './wget.ts'

export interface HttpQuestion {
  readonly role: ProbeRole
  readonly from: ProbePod
  readonly url: string
  readonly wanted: WantedAnswer
}

/** One request, sent from inside the Pod. curl is asked first; an image without it has wget. */
export async function probeHttp(
  context: ProbeContext,
  { role, from, url, wanted }: HttpQuestion
): Promise<Probe | Obstacle> {
  const at = context.clock.now()
  const evidence = (command: readonly string[], reply: HttpReply): Probe => {
    const { outcome, text } = judgeReply(reply, wanted)
    return {
      role,
      from: `Pod ${from.namespace}/${from.name}`,
      to: url,
      what: kubectlExec(from, command),
      result: text,
      outcome,
      at,
      took: context.clock.now() - at
    }
  }
  const byCurl = curlCommand(url)
  const curl = await execInPod(context, from, byCurl)
  if (curl !== 'no-program') return isObstacle(curl) ? curl : evidence(byCurl, readCurl(curl))

  const byWget = wgetCommand(url)
  const wget = await execInPod(context, from, byWget)
  if (wget !== 'no-program') return isObstacle(wget) ? wget : evidence(byWget, readWget(wget))
  return {
    verdict: 'blocked',
    sentence: `The image of Pod ${from.namespace}/${from.name} has neither curl nor wget, so no request can be sent from it.`,
    next: 'Use an image with curl for the client, as the lab’s manifest does.',
    final: true
  }
}
