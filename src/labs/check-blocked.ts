import { findBaseline, type BaselineFound } from './baseline.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { probeName } from './dns-probe.ts'
import { readWantedAnswer, type WantedAnswer } from './expected-answer.ts'
import { probeHttp } from './http-probe.ts'
import { judgeBlocked, type BlockedAnswers, type BlockedFacts } from './judge-blocked.ts'
import type { BlockedCheck } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'
import { otherWays, readServerNetwork, type ServerNetwork } from './server-network.ts'
import type { Baseline, Probe } from './step-result.ts'

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
  const questions: Questions = { from, controlFrom, wanted, server, ...(alive && { alive }) }
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
}

async function askAll(
  context: ProbeContext,
  check: BlockedCheck,
  { from, controlFrom, wanted, alive, server }: Questions
): Promise<BlockedAnswers | Obstacle> {
  const urls = [check.to, ...otherWays(server, check.to, check.also ?? [])]
  const ask = (
    role: 'subject' | 'control',
    pod: ProbePod,
    url: string,
    answer: WantedAnswer
  ): Promise<Probe | Obstacle> => probeHttp(context, { role, from: pod, url, wanted: answer })
  const [dns, controls, subjects] = await Promise.all([
    probeName(context, { role: 'dns', from, name: check.dns ?? '', wanted: 'any' }),
    Promise.all([
      ask('control', controlFrom, check.control.to ?? check.to, wanted),
      ...(check.alive && alive ? [ask('control', from, check.alive.to, alive)] : [])
    ]),
    Promise.all(urls.map(url => ask('subject', from, url, wanted)))
  ])
  const obstacle = [...controls, dns, ...subjects].find(isObstacle)
  if (obstacle) return obstacle
  const probes = (all: readonly (Probe | Obstacle)[]): Probe[] =>
    all.filter((one): one is Probe => !isObstacle(one))
  return {
    from,
    server,
    subjects: probes(subjects),
    controls: probes(controls),
    dns: dns as Probe
  }
}
