import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import type { Sample } from './check-outcome.ts'
import type { LabCheck } from './lab-definition.generated.ts'
import { callOptions, type ProbeContext } from './probe-context.ts'

/** https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff */
const reasons = ['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName']

/**
 * What became of a check that was not proven because a Pod which it is about can't get its image: no fault of the
 * learner's, and no finding about the network. Undefined: there is no such Pod.
 */
export async function unpulledImage(
  context: ProbeContext,
  namespaces: readonly string[],
  check: LabCheck
): Promise<Pick<Sample, 'verdict' | 'sentence' | 'next'> | undefined> {
  const text = JSON.stringify(check)
  for (const namespace of namespaces) {
    const options = { ...callOptions(context, 10_000), namespace }
    const pods = await context.cluster.list({ apiVersion: 'v1', kind: 'Pod' }, options)
    if (!pods.ok) continue
    for (const pod of pods.value.items) {
      const image = imageOf(pod)
      const { name = '', labels = {} } = pod.metadata
      if (image === undefined || !text.includes(labels.app ?? name)) continue
      return {
        verdict: 'blocked',
        sentence: `Blocked, because the image ${image} of Pod ${namespace}/${name} can’t be pulled.`,
        next: `Let the nodes reach the registry of ${image}, or put the image on them, then verify again.`
      }
    }
  }
  return undefined
}

function imageOf({ status }: KubeObject): string | undefined {
  const { initContainerStatuses, containerStatuses } = recordOf(status)
  const waiting = [...itemsOf(initContainerStatuses), ...itemsOf(containerStatuses)]
    .map(recordOf)
    .find(({ state }) => reasons.includes(stringOf(recordOf(recordOf(state).waiting).reason) ?? ''))
  return stringOf(waiting?.image)
}
