import { sleep } from '../base/clock.ts'
import { itemsOf, recordOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { toolsImage } from './join-pod.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { ProbePod } from './probe-pod.ts'

/** Milliseconds for the image to come and the container to start. */
const startLimit = 90_000
/** Seconds after which it ends by itself, should nobody be left to remove it. */
const lifetime = 600

/**
 * A Pod of ours that a policy can't tell from the one it stands in for: the same Namespace, labels, ServiceAccount
 * and node. Only its address is another. No Service sends to it, because it is never Ready: a readiness gate that
 * nobody opens. No ReplicaSet takes it, because it lacks the hash of the template and has an owner. It is removed
 * at the end of the verification, and goes with the Pod that it stands in for.
 */
export async function makeTwin(
  context: ProbeContext,
  pod: ProbePod
): Promise<ProbePod | Obstacle | undefined> {
  const { cluster } = pod
  if (!cluster.create || !cluster.delete || !context.consent) return undefined
  // A Pod in a node's network shares the node's address and rights; a stranger there needs rights of its own.
  if (recordOf(pod.object.spec).hostNetwork === true) return undefined
  const title = `Pod ${pod.namespace}/${pod.name}`
  const isAgreed = await context.consent(
    `Make a Pod of ${toolsImage} with the labels of ${title}, and remove it afterwards. No Service sends to it.`
  )
  stopIfAborted(context)
  if (!isAgreed) return undefined
  const made = await cluster.create(twinOf(pod), callOptions(context, 20_000))
  stopIfAborted(context)
  if (!made.ok) return obstacleOf(made.error, `make a Pod in Namespace ${pod.namespace}`)
  const { uid = '', name = '' } = made.value.metadata
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: pod.namespace, name }
  context.atEnd.push(async () => {
    await cluster.delete?.(ref, { uid, propagationPolicy: 'Background' })
  })
  return await untilRunning(
    context,
    { ...pod, name, container: 'probe', twinOf: pod.name },
    made.value
  )
}

function twinOf({ namespace, name, object }: ProbePod): KubeObject {
  const { labels = {}, uid = '' } = object.metadata
  const { nodeName, serviceAccountName, dnsPolicy, dnsConfig, hostAliases } = recordOf(object.spec)
  const same = { nodeName, serviceAccountName, dnsPolicy, dnsConfig, hostAliases }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      generateName: 'netlabs-probe-',
      labels: {
        ...Object.fromEntries(
          Object.entries(labels).filter(([key]) => key !== 'pod-template-hash')
        ),
        'netlabs/probe': 'true'
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid, controller: true }]
    },
    spec: {
      ...Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined)),
      readinessGates: [{ conditionType: 'netlabs/serves' }],
      restartPolicy: 'Never',
      activeDeadlineSeconds: lifetime,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: 'RuntimeDefault' }
      },
      containers: [
        {
          name: 'probe',
          image: toolsImage,
          imagePullPolicy: 'IfNotPresent',
          command: ['sleep', String(lifetime)],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
        }
      ]
    }
  }
}

async function untilRunning(
  context: ProbeContext,
  twin: ProbePod,
  first: KubeObject
): Promise<ProbePod | Obstacle> {
  const { clock, signal } = context
  const { namespace, name } = twin
  const title = `Pod ${namespace}/${name}`
  const end = clock.now() + startLimit
  for (let object = first; ;) {
    if (isRunning(object)) return { ...twin, object }
    if (clock.now() >= end)
      return {
        verdict: 'inconclusive',
        sentence: `${title}, from which the probe was to be sent, did not start within ${startLimit / 1000} s.`,
        next: `Look whether the nodes can pull ${toolsImage}.`,
        final: true
      }
    context.tell(`Waiting for ${title}, from which the probe is sent.`)
    await sleep(clock, 500, signal)
    const read = await twin.cluster.get(
      { apiVersion: 'v1', kind: 'Pod', namespace, name },
      callOptions(context, 10_000)
    )
    stopIfAborted(context)
    if (!read.ok) return obstacleOf(read.error, `read ${title}`)
    object = read.value
  }
}

function isRunning({ status }: KubeObject): boolean {
  const [state] = itemsOf(recordOf(status).containerStatuses).map(one => recordOf(one).state)
  return recordOf(state).running !== undefined
}
