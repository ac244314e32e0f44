import type { Sample } from './check-outcome.ts'
import { joinPod } from './join-pod.ts'
import type { LabCheck } from './lab-definition.generated.ts'
import { isObstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { placeKey } from './probe-pod.ts'
import { makeTwin } from './twin-pod.ts'

/** What is asked of one very Pod, its addresses and its routes, is no question for another. */
const aboutThePod: readonly LabCheck['kind'][] = ['addresses', 'routes', 'path-mtu']

/**
 * Takes a sample. Where an image lacks the program for it, it is taken again from a place that has it: a
 * container added to the Pod, so that the probe comes from the same network; else, where the cluster allows
 * none, a Pod of ours that policies can't tell from it.
 */
export async function sampleWithTools(
  context: ProbeContext,
  kind: LabCheck['kind'],
  takeSample: (context: ProbeContext) => Promise<Sample>
): Promise<Sample> {
  const asking = { ...context, itself: aboutThePod.includes(kind) }
  let sample = await takeSample(asking)
  for (let lacks = sample.lacks; lacks; lacks = sample.lacks) {
    const key = placeKey(lacks)
    if (!context.consent || context.tools.has(key)) return sample
    const joined = await joinPod(context, lacks, 'probe')
    const isRefused = isObstacle(joined) && joined.refused !== true
    const twin = isRefused && !asking.itself ? await makeTwin(context, lacks) : undefined
    const tools = twin ?? joined
    if (isObstacle(tools)) {
      const { sentence, next } = tools
      return {
        ...sample,
        sentence: `${sample.sentence} ${sentence}`,
        ...(next !== undefined && { next })
      }
    }
    context.tools.set(key, tools)
    sample = await takeSample(asking)
  }
  return sample
}
