import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import { sleep } from '../base/clock.ts'
import type { KubeObject } from '../model/object.ts'
import { labLabel } from './lab-objects.ts'
import { isObstacle, obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { ProbePod } from './probe-pod.ts'

/** What the added container is for: it decides its rights. */
export type JoinPurpose = 'probe' | 'capture'

/** An image with all programs that probes run: curl, nc, dig, ping, ip, tcpdump. */
export const toolsImage = 'nicolaka/netshoot:v0.14'

/** Seconds until it ends by itself. It can't be taken out again; it goes with its Pod. */
const lifetime = 900
/** Milliseconds for the image to come and the container to start. */
const startLimit = 90_000

/**
 * A container of ours in the network of a running Pod, by way of an ephemeral container (KEP-277): what it sends
 * comes from that Pod, and what it sees is that Pod's. One that was added before is used again. Only Pods of labs
 * are joined, and only after the person said yes.
 */
export async function joinPod(
  context: ProbeContext,
  pod: ProbePod,
  purpose: JoinPurpose
): Promise<ProbePod | Obstacle> {
  const known = runningIn(pod.object, purpose)
  if (known !== undefined) return { ...pod, container: known, joined: true }
  const allowed = await mayJoin(context, pod)
  if (allowed) return allowed
  let added: KubeObject | Obstacle | undefined
  for (const container of containersFor(pod, purpose)) {
    added = await add(context, pod, container)
    if (!added || !isObstacle(added) || !added.sentence.includes('PodSecurity')) break
  }
  if (!added) return notHere(pod)
  return isObstacle(added) ? added : await untilRunning(context, pod, added, purpose)
}

function titleOf({ namespace, name }: ProbePod): string {
  return `Pod ${namespace}/${name}`
}

async function mayJoin(context: ProbeContext, pod: ProbePod): Promise<Obstacle | undefined> {
  if (!pod.cluster.addContainer) return notHere(pod)
  if (pod.object.metadata.labels?.[labLabel] === undefined)
    return {
      verdict: 'blocked',
      sentence: `Blocked, because ${titleOf(pod)} does not belong to a lab (it has no label ${labLabel}), so nothing is added to it.`,
      next: 'Apply the manifests of the lab, which carry that label.',
      final: true
    }
  const isAgreed = await context.consent?.(
    `Add a container of ${toolsImage} to ${titleOf(pod)}. It ends after ${lifetime / 60} minutes and goes with the Pod.`
  )
  stopIfAborted(context)
  return isAgreed === true
    ? undefined
    : {
        verdict: 'blocked',
        sentence: `Blocked, because this needs a container of ${toolsImage} in ${titleOf(pod)}, and nobody has agreed to add one.`,
        next: 'Verify again and agree, or play the lab with the command netlabs.',
        final: true,
        refused: true
      }
}

function notHere(pod: ProbePod): Obstacle {
  return {
    verdict: 'inconclusive',
    sentence: `No container can be added to ${titleOf(pod)} from here.`,
    next: 'Verify it in the editor or with the command netlabs.',
    final: true
  }
}

const namePrefix = 'netlabs-'

/** In the order in which they are tried: a strict Pod Security level refuses what the first one asks for. */
function containersFor(
  pod: ProbePod,
  purpose: JoinPurpose
): readonly Readonly<Record<string, unknown>>[] {
  const taken = itemsOf(recordOf(pod.object.spec).ephemeralContainers).length
  const base = {
    name: `${namePrefix}${purpose}-${taken}`,
    image: toolsImage,
    command: ['sleep', String(lifetime)],
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent'
  }
  const asRoot = { runAsUser: 0, runAsNonRoot: false }
  if (purpose === 'capture')
    return [
      { ...base, securityContext: { ...asRoot, capabilities: { add: ['NET_RAW'] } } },
      // The level baseline refuses every capability that is added; most runtimes give NET_RAW to root anyway.
      { ...base, securityContext: asRoot }
    ]
  const strict = {
    runAsUser: 65532,
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' }
  }
  return [{ ...base, securityContext: strict }]
}

async function add(
  context: ProbeContext,
  pod: ProbePod,
  container: Readonly<Record<string, unknown>>
): Promise<KubeObject | Obstacle | undefined> {
  const { namespace, name } = pod
  const answer = await pod.cluster.addContainer?.(
    { namespace, name },
    container,
    callOptions(context, 20_000)
  )
  stopIfAborted(context)
  if (!answer || answer.ok) return answer?.value
  const obstacle = obstacleOf(answer.error, `add a container to ${titleOf(pod)}`)
  return answer.error.reason === 'forbidden'
    ? {
        ...obstacle,
        next: `Ask for a Role in namespace ${namespace} that allows patch on pods/ephemeralcontainers; where Pod Security refuses it, the level of the Namespace decides.`
      }
    : obstacle
}

async function untilRunning(
  context: ProbeContext,
  pod: ProbePod,
  first: KubeObject,
  purpose: JoinPurpose
): Promise<ProbePod | Obstacle> {
  const { clock, signal } = context
  const end = clock.now() + startLimit
  for (let object = first; ;) {
    const container = runningIn(object, purpose)
    if (container !== undefined) return { ...pod, object, container, joined: true }
    if (clock.now() >= end) return neverStarted(pod, object)
    context.tell(`Waiting for the container that was added to ${titleOf(pod)}.`)
    await sleep(clock, 500, signal)
    const { namespace, name } = pod
    const read = await pod.cluster.get(
      { apiVersion: 'v1', kind: 'Pod', namespace, name },
      callOptions(context, 10_000)
    )
    stopIfAborted(context)
    if (!read.ok) return obstacleOf(read.error, `read ${titleOf(pod)}`)
    object = read.value
  }
}

/** The name of a running container that was added for this purpose. */
function runningIn({ status }: KubeObject, purpose: JoinPurpose): string | undefined {
  return itemsOf(recordOf(status).ephemeralContainerStatuses)
    .map(recordOf)
    .filter(({ state }) => recordOf(state).running !== undefined)
    .map(({ name }) => stringOf(name) ?? '')
    .find(name => name.startsWith(`${namePrefix}${purpose}-`))
}

function neverStarted(pod: ProbePod, { status }: KubeObject): Obstacle {
  const reasons = itemsOf(recordOf(status).ephemeralContainerStatuses)
    .map(one => recordOf(recordOf(recordOf(one).state).waiting))
    .flatMap(({ reason, message }) => stringOf(message) ?? stringOf(reason) ?? [])
  return {
    verdict: 'inconclusive',
    sentence: `The container that was added to ${titleOf(pod)} did not start within ${startLimit / 1000} s${reasons.length === 0 ? '' : `: ${reasons.at(-1) ?? ''}`}.`,
    next: `Look whether the nodes can pull ${toolsImage}: kubectl -n ${pod.namespace} describe pod ${pod.name}.`,
    final: true
  }
}
