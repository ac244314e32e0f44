import { sleep } from '../base/clock.ts'
import type { Sample } from './check-outcome.ts'
import type { LabCheck, Timing } from './lab-definition.generated.ts'
import type { ProbeContext } from './probe-context.ts'
import type { Probe } from './step-result.ts'

/** In seconds, except `samples`. */
export type FullTiming = Required<Timing>

/** A network needs time until a change has reached every node; the model of one answers at once. */
const usual: { readonly real: FullTiming; readonly simulated: FullTiming } = {
  real: { every: 2, limit: 30, samples: 3, spacing: 1 },
  simulated: { every: 0.25, limit: 1, samples: 3, spacing: 0.1 }
}

export function timingOf({ kind, timing }: LabCheck, simulated: boolean): FullTiming {
  const which = simulated ? 'simulated' : 'real'
  // The API server gives one answer; only what happens behind it takes time.
  const once = askedOnce.includes(kind) ? { samples: 1 } : {}
  return { ...usual[which], ...once, ...timing?.[which] }
}

/** What gives one answer, or takes so many samples itself that another round adds nothing. */
const askedOnce: readonly LabCheck['kind'][] = [
  'object',
  'refused',
  'split',
  'exec',
  'addresses',
  'routes',
  'path-mtu',
  'throughput',
  'metric',
  'capture',
  'attest'
]

export interface Settled {
  /** The sample that decided. */
  readonly last: Sample
  /** Probes of all samples, in their order. */
  readonly probes: readonly Probe[]
  /** How many samples agreed at the end, when it passed. */
  readonly agreed: number
}

/**
 * Takes samples until one passes or the limit is over, then asks for as many agreeing ones in a row as the
 * timing says. An answer that keeps changing is no answer: it ends as inconclusive, or as not met when the
 * last sample says so.
 */
export async function settle(
  context: ProbeContext,
  timing: FullTiming,
  takeSample: () => Promise<Sample>
): Promise<Settled> {
  const { clock, signal } = context
  const start = clock.now()
  const probes: Probe[] = []
  let agreed = 0
  let hasPassed = false
  for (;;) {
    signal?.throwIfAborted()
    const sample = await takeSample()
    probes.push(...sample.probes)
    if (sample.verdict === 'pass') {
      hasPassed = true
      agreed++
      if (agreed >= timing.samples) return { last: sample, probes, agreed }
      await sleep(clock, timing.spacing * 1000, signal)
      continue
    }
    agreed = 0
    const waited = (clock.now() - start) / 1000
    if (sample.final === true || waited >= timing.limit)
      return { last: hasPassed ? unsteady(sample) : sample, probes, agreed }
    context.tell(`${sample.sentence} Still watching, ${Math.round(waited)} s of ${timing.limit} s.`)
    await sleep(clock, timing.every * 1000, signal)
  }
}

function unsteady(sample: Sample): Sample {
  return {
    ...sample,
    verdict: sample.verdict === 'fail' ? 'fail' : 'inconclusive',
    sentence: `The answer keeps changing; the last one was: ${sample.sentence}`
  }
}
