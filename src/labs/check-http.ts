import { sampleOf, type Sample } from './check-outcome.ts'
import { readWantedAnswer } from './expected-answer.ts'
import { probeHttp } from './http-probe.ts'
import type { HttpCheck } from './lab-definition.generated.ts'
import { isObstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod } from './probe-pod.ts'
import type { Baseline, Probe } from './step-result.ts'

export type BaselineOf = (check: string, probe: Probe) => Baseline

/** One request of an `http` check. */
export async function sampleHttp(
  context: ProbeContext,
  check: HttpCheck,
  baselineOf: BaselineOf
): Promise<Sample> {
  if (check.from === 'host') throw new Error('A request from the host is not carried out here.')
  const from = await findProbePod(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const wanted = await readWantedAnswer(context, check.expect)
  if (isObstacle(wanted)) return sampleOf(wanted, [])
  const probe = await probeHttp(context, { role: 'subject', from, url: check.to, wanted })
  if (isObstacle(probe)) return sampleOf(probe, [])
  const sentence = `${probe.from} asked ${probe.to}: ${probe.result}.`
  switch (probe.outcome) {
    case 'reached':
      return { verdict: 'pass', sentence, probes: [probe], baseline: baselineOf(check.id, probe) }
    case 'unclear':
      return {
        verdict: 'inconclusive',
        sentence,
        next: 'Run the command of the evidence yourself and read what it says.',
        probes: [probe]
      }
    default:
      return { verdict: 'fail', sentence, next: nextFor[probe.outcome], probes: [probe] }
  }
}

const nextFor = {
  other: 'Look at which Pods the Service selects, and at what they serve.',
  unresolved:
    'Look whether the Service exists in the namespace that the name says, and whether a NetworkPolicy cuts the client off from cluster DNS.',
  refused:
    'Look whether the Service has endpoints: its Pods have to be Ready and listen on the target port.',
  timeout: 'Look for a NetworkPolicy that selects one of the two Pods.'
} as const
