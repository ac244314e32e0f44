import { findBaseline, type BaselineFound } from './baseline.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { probeName } from './dns-probe.ts'
import { readWantedAnswer, type WantedAnswer } from './expected-answer.ts'
import { probeHttp } from './http-probe.ts'
import { judgeBlocked, type BlockedAnswers, type BlockedFacts } from './judge-blocked.ts'
import type { BlockedCheck } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import { probePort } from './port-probe.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'
import { otherWays, readServerNetwork, type ServerNetwork } from './server-network.ts'
import type { Baseline, Probe } from './step-result.ts'
import { parseTargetUrl } from './target-url.ts'

export function baselineFor(
  check: BlockedCheck,
  lab: string,
  cluster: string,
  baselines: readonly Baseline[],
  now: number
): BaselineFound {
  return findBaseline(baselines, { lab, check: check.baseline, cluster }, now)
}

/**
 * One round of a `blocked` check. Subject, control and name are asked in the same seconds, so that a broken
 * server, a broken client or a broken DNS can't be taken for a policy.
 */
export async function sampleBlocked(
  context: ProbeContext,
  check: BlockedCheck,
  facts: BlockedFacts
): Promise<Sample> {
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const controlFrom = await findProbePod(context, check.control.from)
  if (isObstacle(controlFrom)) return sampleOf(controlFrom, [])
  const wanted = await readWantedAnswer(context, check.expect ?? { status: 200 })
  if (isObstacle(wanted)) return sampleOf(wanted, [])
  const alive = check.alive && (await readWantedAnswer(context, check.alive.expect))
  if (alive && isObstacle(alive)) return sampleOf(alive, [])
  const server = await readServerNetwork(context, check.to, from.namespace)
  const questions: Questions = {
    from,
    controlFrom,
    wanted,
    server,
    ...(alive && { alive }),
    ...(facts.send !== undefined && { send: facts.send })
  }
  const answers = await askAll(context, check, questions)
  return isObstacle(answers) ? sampleOf(answers, []) : judgeBlocked(check, facts, answers)
}

interface Questions {
  readonly from: ProbePod
  readonly controlFrom: ProbePod
  readonly wanted: WantedAnswer
  /** What the other server answers that the client must still reach. */
  readonly alive?: WantedAnswer
  readonly server: ServerNetwork
  /** The datagram that the baseline was sent, where it was one. */
  readonly send?: string
}

async function askAll(
  context: ProbeContext,
  check: BlockedCheck,
  { from, controlFrom, wanted, alive, server, send }: Questions
): Promise<BlockedAnswers | Obstacle> {
  const urls = [check.to, ...otherWays(server, check.to, check.also ?? [])]
  const ask = (
    role: 'subject' | 'control',
    pod: ProbePod,
    url: string,
    answer: WantedAnswer
  ): Promise<Probe | Obstacle> => {
    const target = parseTargetUrl(url)
    return target && !target.scheme.startsWith('http')
      ? probePort(context, {
          role,
          from: pod,
          protocol: target.protocol === 'UDP' ? 'udp' : 'tcp',
          host: target.host,
          port: target.port,
          to: url,
          ...(send !== undefined && { send })
        })
      : probeHttp(context, { role, from: pod, request: { url }, wanted: answer })
  }
  const [dns, controls, subjects] = await Promise.all([
    check.dns === undefined
      ? undefined
      : probeName(context, { role: 'dns', from, name: check.dns, wanted: 'any' }),
    Promise.all([
      ask('control', controlFrom, check.control.to ?? check.to, wanted),
      ...(check.alive && alive ? [ask('control', from, check.alive.to, alive)] : [])
    ]),
    Promise.all(urls.map(url => ask('subject', from, url, wanted)))
  ])
  const obstacle = [...controls, ...(dns ? [dns] : []), ...subjects].find(isObstacle)
  if (obstacle) return obstacle
  const probes = (all: readonly (Probe | Obstacle)[]): Probe[] =>
    all.filter((one): one is Probe => !isObstacle(one))
  return {
    from,
    server,
    subjects: probes(subjects),
    controls: probes(controls),
    ...(dns && !isObstacle(dns) && { dns })
  }
}
