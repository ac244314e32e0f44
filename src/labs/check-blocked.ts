import { findBaseline, type BaselineFound } from './baseline.ts'
import type { BaselineOf } from './check-http.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { probeName } from './dns-probe.ts'
import { readWantedAnswer, type WantedAnswer } from './expected-answer.ts'
import { namesOfBlocking, policiesOnTheWay, whyOpen } from './explain-policies.ts'
import { probeHttp } from './http-probe.ts'
import type { BlockedCheck } from './lab-definition.generated.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'
import { otherWays, readServerNetwork, type ServerNetwork } from './server-network.ts'
import type { Baseline, Probe } from './step-result.ts'

export interface BlockedFacts {
  readonly baseline: BaselineFound
  readonly baselineOf: BaselineOf
  /** The step that sees the request succeed, as a person knows it: `9.1`. */
  readonly baselineStep: string
}

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
  const wanted = await readWantedAnswer(context, check.expect)
  if (isObstacle(wanted)) return sampleOf(wanted, [])
  const server = await readServerNetwork(context, check.to, from.namespace)
  return judge(
    check,
    facts,
    from,
    server,
    await askAll(context, check, from, controlFrom, wanted, server)
  )
}

interface Answers {
  readonly subjects: readonly Probe[]
  readonly control: Probe
  readonly dns: Probe
}

async function askAll(
  context: ProbeContext,
  check: BlockedCheck,
  from: ProbePod,
  controlFrom: ProbePod,
  wanted: WantedAnswer,
  server: ServerNetwork
): Promise<Answers | Obstacle> {
  const urls = [check.to, ...otherWays(server, check.to, check.also ?? [])]
  const [control, dns, ...subjects] = await Promise.all([
    probeHttp(context, {
      role: 'control',
      from: controlFrom,
      url: check.control.to ?? check.to,
      wanted
    }),
    probeName(context, { role: 'dns', from, name: check.dns, wanted: 'any' }),
    ...urls.map(url => probeHttp(context, { role: 'subject', from, url, wanted }))
  ])
  if (isObstacle(control)) return control
  if (isObstacle(dns)) return dns
  const probes: Probe[] = []
  for (const subject of subjects) {
    if (isObstacle(subject)) return subject
    probes.push(subject)
  }
  return { control, dns, subjects: probes }
}

function judge(
  check: BlockedCheck,
  facts: BlockedFacts,
  from: ProbePod,
  server: ServerNetwork,
  answers: Answers | Obstacle
): Sample {
  if (isObstacle(answers)) return sampleOf(answers, [])
  const { subjects, control, dns } = answers
  const probes = [...subjects, control, dns]
  const inconclusive = (sentence: string, next: string): Sample => ({
    verdict: 'inconclusive',
    sentence,
    next,
    probes
  })

  const open = subjects.find(({ outcome }) => outcome === 'reached' || outcome === 'other')
  const seen = subjects.find(({ to, outcome }) => to === check.to && outcome === 'reached')
  if (open) {
    const { why, next } = whyOpen(policiesOnTheWay(from, server))
    return {
      verdict: 'fail',
      sentence: `${open.from} still gets an answer from ${open.to}: ${open.result}.${why}`,
      next,
      probes,
      ...(seen && { baseline: facts.baselineOf(check.baseline, seen) })
    }
  }
  const unclear = subjects.find(({ outcome }) => outcome === 'unclear')
  if (unclear)
    return inconclusive(
      `The request of ${unclear.from} to ${unclear.to} says nothing: ${unclear.result}.`,
      'Run the command of the evidence yourself and read what it says.'
    )
  if (dns.outcome !== 'reached' || subjects.some(({ outcome }) => outcome === 'unresolved'))
    return inconclusive(
      `The name ${check.dns} does not resolve for ${dns.from}: ${dns.result}. A request that never left is not a blocked one.`,
      'Look whether the DNS Pods in namespace kube-system are Ready, and whether a policy cuts the client off from them.'
    )
  if (control.outcome !== 'reached')
    return inconclusive(
      `The control failed: ${control.from}, which must stay allowed, asked ${control.to} and got this: ${control.result}. So it can’t be told whether a policy or a broken server cuts ${from.namespace}/${from.name} off.`,
      'Bring the control back first: the server’s Pods have to be Ready, and the policy has to let their own namespace in.'
    )
  const blocking = namesOfBlocking(policiesOnTheWay(from, server))
  if (facts.baseline.kind !== 'fresh')
    return { ...withoutBaseline(facts, blocking), probes, final: true }
  const cut = subjects.map(({ to, result }) => `${to} ${result}`).join('; ')
  return {
    verdict: 'pass',
    sentence: `${from.namespace}/${from.name} is cut off: ${cut}. In the same seconds ${control.from} got ${control.result}, and the name resolved.`,
    probes
  }
}

/** Everything else is as it should be, but nothing shows that the request ever worked. */
function withoutBaseline(
  { baseline, baselineStep }: BlockedFacts,
  blocking: readonly string[]
): Omit<Sample, 'probes'> {
  const before =
    baseline.kind === 'stale'
      ? `That it worked was seen ${baseline.minutes} minutes ago, and at most 10 count.`
      : 'Nothing has shown that it ever worked in this cluster.'
  const first =
    blocking.length === 0 ? 'Take away what blocks it' : `Remove ${blocking.join(' and ')}`
  return {
    verdict: 'inconclusive',
    sentence: `The request is cut off now. ${before}`,
    next: `Verify ${baselineStep} first. ${first}, verify ${baselineStep}, apply it again, then verify this step.`
  }
}
