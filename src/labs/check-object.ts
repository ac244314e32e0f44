import type { KubeObject } from '../model/object.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import type { LabAnswer } from './lab-cluster.ts'
import type { ObjectCheck } from './lab-definition.generated.ts'
import { stateOf, type ObjectState } from './object-state.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { noOtherCluster } from './probe-pod.ts'
import type { Probe } from './step-result.ts'

/** One look at the objects of an `object` check: at one by its name, or at all that have its labels. */
export async function sampleObject(context: ProbeContext, check: ObjectCheck): Promise<Sample> {
  if (check.object.cluster !== 'other') return await sampleIn(context, check, '')
  const { other } = context
  return other
    ? await sampleIn({ ...context, cluster: other }, check, ` of ${other.context}`)
    : sampleOf(noOtherCluster, [])
}

/** `where` names the cluster in the evidence, when it is not the one that everything else is about. */
async function sampleIn(context: ProbeContext, check: ObjectCheck, where: string): Promise<Sample> {
  const at = context.clock.now()
  const title = titleOf(check)
  const answer = await read(context, check)
  stopIfAborted(context)
  const probe = (result: string, isWanted: boolean): Probe => ({
    role: 'object',
    from: `API server${where}`,
    to: title,
    what:
      where === ''
        ? commandOf(check)
        : commandOf(check).replace('kubectl', `kubectl --context ${context.cluster.context}`),
    result,
    outcome: isWanted ? 'reached' : 'other',
    at,
    took: context.clock.now() - at
  })
  // A kind that is not served has no objects, and says nothing about their absence.
  if (!answer.ok && (answer.error.reason !== 'not-found' || check.expect === 'absent'))
    return sampleOf(obstacleOf(answer.error, `read ${title}`), [])
  const objects = answer.ok ? answer.value : []
  if (objects.length === 0) return await nothingThere(context, check, title, probe)
  const states: { readonly title: string; readonly state: ObjectState }[] = []
  for (const object of objects) {
    const state = await stateOf(context, object, check)
    if (!state.ok) return sampleOf(obstacleOf(state.error, `read what belongs to ${title}`), [])
    const { namespace, name = '' } = object.metadata
    states.push({
      title: `${check.object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
      state: state.value
    })
  }
  return together(check, title, states, probe)
}

function together(
  { atLeast = 1 }: ObjectCheck,
  title: string,
  states: readonly { readonly title: string; readonly state: ObjectState }[],
  probe: (result: string, isWanted: boolean) => Probe
): Sample {
  const met = states.filter(({ state }) => state.isWanted)
  const isMet = met.length >= atLeast
  const shown = isMet ? met[0] : states.find(({ state }) => !state.isWanted)
  if (!shown)
    return {
      verdict: 'fail',
      sentence: `${title}: there are ${met.length}, and ${atLeast} are needed.`,
      next: 'Apply the manifests of this step, or scale up, then verify again.',
      probes: [probe(`${met.length} of ${atLeast}`, false)]
    }
  const number = atLeast === 1 ? '' : ` ${met.length} of at least ${atLeast} are as expected.`
  const { state } = shown
  return {
    verdict: isMet ? 'pass' : 'fail',
    sentence: `${shown.title} ${state.text}.${number}`,
    ...(!isMet && { next: state.next }),
    probes: [probe(`${state.text}${number}`, isMet)]
  }
}

async function read(
  { cluster, ...context }: ProbeContext,
  { object, expect }: ObjectCheck
): LabAnswer<readonly KubeObject[]> {
  const { apiVersion, kind, namespace, name, labels } = object
  const options = callOptions({ cluster, ...context }, 10_000)
  if (name !== undefined && expect !== 'absent') {
    const found = await cluster.get(
      { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) },
      options
    )
    return found.ok ? { ok: true, value: [found.value] } : found
  }
  // What is absent is looked for in a list: a list says as well that the kind is served.
  const selector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const list = await cluster.list(
    { apiVersion, kind },
    {
      ...options,
      ...(namespace !== undefined && { namespace }),
      ...(selector.length > 0 && { labelSelector: selector.join(',') })
    }
  )
  if (!list.ok) return list
  const items = list.value.items.filter(one => name === undefined || one.metadata.name === name)
  return { ok: true, value: items }
}

async function nothingThere(
  context: ProbeContext,
  { object, expect }: ObjectCheck,
  title: string,
  probe: (result: string, isWanted: boolean) => Probe
): Promise<Sample> {
  if (expect === 'absent') {
    const missing = await missingNamespace(context, object.namespace)
    if (missing) return sampleOf(missing, [])
    return {
      verdict: 'pass',
      sentence: `${title} is not in the cluster.`,
      probes: [probe('not there', true)]
    }
  }
  return {
    verdict: 'fail',
    sentence: `${title} is not in the cluster.`,
    next: 'Apply the manifests of this step, then verify again.',
    probes: [probe('not there', false)],
    final: object.name !== undefined
  }
}

/** In a namespace that is not there, everything is absent, and that shows nothing. */
async function missingNamespace(
  context: ProbeContext,
  name: string | undefined
): Promise<Obstacle | undefined> {
  if (name === undefined) return undefined
  const found = await context.cluster.get(
    { apiVersion: 'v1', kind: 'Namespace', name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (found.ok) return undefined
  if (found.error.reason !== 'not-found') return obstacleOf(found.error, `read Namespace ${name}`)
  return {
    verdict: 'blocked',
    sentence: `Blocked, because Namespace ${name} is not in the cluster.`,
    next: 'Apply the manifests of the lab up to this step, then verify again.',
    final: true
  }
}

function titleOf({ object }: ObjectCheck): string {
  const { kind, namespace, name, labels } = object
  const place = namespace === undefined ? '' : `${namespace}/`
  if (name !== undefined) return `${kind} ${place}${name}`
  const having = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return `${kind} ${place}* with ${having.join(', ')}`
}

function commandOf({ object }: ObjectCheck): string {
  const { kind, namespace, name, labels } = object
  const place = namespace === undefined ? '' : ` -n ${namespace}`
  const having = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const which = name ?? `-l ${having.join(',')}`
  return `kubectl${place} get ${kind.toLowerCase()} ${which} -o yaml`
}
