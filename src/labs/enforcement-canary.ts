import { sleep } from '../base/clock.ts'
import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import { parseIp } from '../model/cidr.ts'
import type { KubeObject } from '../model/object.ts'
import { bracketed } from '../net/service-routing.ts'
import { probeHttp } from './http-probe.ts'
import type { LabCluster } from './lab-cluster.ts'
import type { Family } from './lab-definition.generated.ts'
import { labLabel } from './lab-objects.ts'
import { isObstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Probe, ProbeRole } from './step-result.ts'

export type Direction = 'ingress' | 'egress'

/** Whether policies of one direction cut off requests of one family. */
export interface EnforcementCell {
  readonly direction: Direction
  readonly family: Family
  readonly state: 'enforced' | 'not-enforced' | 'unknown'
}

export interface Enforcement {
  /** One for each direction and each family that the Pods have; none when the canary could not be played. */
  readonly cells: readonly EnforcementCell[]
  /** Why nothing is known, as a clause. */
  readonly problem?: string
  readonly probes: readonly Probe[]
}

/** Milliseconds for Pods to start, and for a policy to be in force or gone. */
const startLimit = 90_000
const changeLimit = 30_000
const pause = 1_000

/**
 * Sees with a canary whether NetworkPolicies are enforced: an API server takes them gladly where nothing does. For
 * each direction and family a request is seen to work, to be cut off by a policy while a neighbour gets through,
 * and to work again without it. What it makes is in a Namespace of its own, which it removes.
 */
export async function seeEnforcement(context: ProbeContext): Promise<Enforcement> {
  const { cluster } = context
  const unknown = (problem: string): Enforcement => ({ cells: [], problem, probes: [] })
  if (!cluster.create || !cluster.delete || !context.consent)
    return unknown('nothing may be made here to see it')
  const isAgreed = await context.consent(
    'Make a Namespace netlabs-canary-… with three Pods and a NetworkPolicy, to see whether policies are enforced, and remove it.'
  )
  stopIfAborted(context)
  if (!isAgreed) return unknown('nobody agreed to a canary that would see it')
  const made = await cluster.create(canaryNamespace, callOptions(context, 20_000))
  stopIfAborted(context)
  if (!made.ok) return unknown(`the canary can’t be made: ${made.error.message}`)
  const { name = '', uid = '' } = made.value.metadata
  try {
    return await play(context, name)
  } finally {
    // The Pods and the policy go with it.
    await cluster.delete(
      { apiVersion: 'v1', kind: 'Namespace', name },
      { uid, propagationPolicy: 'Background' }
    )
  }
}

const canaryNamespace: KubeObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { generateName: 'netlabs-canary-', labels: { [labLabel]: 'canary' } }
}

async function play(context: ProbeContext, namespace: string): Promise<Enforcement> {
  const unknown = (problem: string): Enforcement => ({ cells: [], problem, probes: [] })
  context.tell('Making a canary to see whether NetworkPolicies are enforced.')
  for (const pod of [server, client('friend'), client('stranger')]) {
    const made = await context.cluster.create?.(
      { ...pod, metadata: { ...pod.metadata, namespace } },
      callOptions(context, 20_000)
    )
    stopIfAborted(context)
    if (made?.ok !== true)
      return unknown(`a Pod of the canary can’t be made: ${made?.error.message ?? ''}`)
  }
  const pods = await untilReady(context, namespace)
  if (typeof pods === 'string') return unknown(pods)
  const cells: EnforcementCell[] = []
  const probes: Probe[] = []
  const addresses = addressesOf(pods.server)
  for (const direction of ['ingress', 'egress'] as const)
    cells.push(...(await see(context, { namespace, direction, addresses, ...pods }, probes)))
  return { cells, probes }
}

interface Scene {
  readonly namespace: string
  readonly direction: Direction
  readonly addresses: readonly Address[]
  readonly friend: ProbePod
  readonly stranger: ProbePod
}

interface Address {
  readonly family: Family
  readonly ip: string
}

/** One direction, all families side by side: open, closed with the policy, open again. */
async function see(
  context: ProbeContext,
  scene: Scene,
  probes: Probe[]
): Promise<readonly EnforcementCell[]> {
  const { namespace, direction, addresses } = scene
  const cellOf = ({ family }: Address, state: EnforcementCell['state']): EnforcementCell => ({
    direction,
    family,
    state
  })
  context.tell(`Looking whether a policy for ${direction} cuts a stranger off.`)
  const open = await watch(
    context,
    scene,
    'baseline',
    probes,
    ({ friend, stranger }) => friend && stranger
  )
  const policy = policies[direction]
  const applied = await context.cluster.create?.(
    { ...policy, metadata: { ...policy.metadata, namespace } },
    callOptions(context, 20_000)
  )
  stopIfAborted(context)
  if (applied?.ok !== true) return addresses.map(one => cellOf(one, 'unknown'))
  const closed = await watch(
    context,
    scene,
    'subject',
    probes,
    ({ friend, stranger }) => friend && !stranger
  )
  const { name = '', uid = '' } = applied.value.metadata
  await context.cluster.delete?.(
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name },
    { uid, propagationPolicy: 'Background' }
  )
  const again = await watch(
    context,
    scene,
    'control',
    probes,
    ({ friend, stranger }) => friend && stranger
  )
  return addresses.map(address => {
    const { ip } = address
    if (open.get(ip)?.isMet !== true) return cellOf(address, 'unknown')
    const seen = closed.get(ip)
    if (seen?.isMet === true)
      return cellOf(address, again.get(ip)?.isMet === true ? 'enforced' : 'unknown')
    // Only a stranger who is answered shows that nobody enforces; whatever else is broken shows nothing.
    return cellOf(address, seen?.friend === true && seen.stranger ? 'not-enforced' : 'unknown')
  })
}

interface Reach {
  readonly friend: boolean
  readonly stranger: boolean
}

type Seen = Reach & { readonly isMet: boolean }

/** Asks until every address is as wanted twice in a row, or the time is over. The last round is the evidence. */
async function watch(
  context: ProbeContext,
  { addresses, friend, stranger }: Scene,
  role: ProbeRole,
  probes: Probe[],
  isWanted: (reach: Reach) => boolean
): Promise<ReadonlyMap<string, Seen>> {
  const end = context.clock.now() + changeLimit
  const agreed = new Map<string, number>()
  for (;;) {
    const seen = new Map<string, Seen>()
    const round: Probe[] = []
    for (const { ip } of addresses) {
      const [first, second] = await Promise.all([
        ask(context, friend, ip, role === 'subject' ? 'control' : role),
        ask(context, stranger, ip, role)
      ])
      round.push(...[first, second].filter(one => one !== undefined))
      const reach = {
        friend: first?.outcome === 'reached',
        stranger: second?.outcome === 'reached'
      }
      // A probe that failed by itself is no request that was cut off.
      const isClear = first && second && ![first, second].some(one => one.outcome === 'unclear')
      const times = isClear && isWanted(reach) ? (agreed.get(ip) ?? 0) + 1 : 0
      agreed.set(ip, times)
      seen.set(ip, { ...reach, isMet: times >= 2 })
    }
    if ([...seen.values()].every(({ isMet }) => isMet) || context.clock.now() >= end) {
      probes.push(...round)
      return seen
    }
    await sleep(context.clock, pause, context.signal)
  }
}

async function ask(
  context: ProbeContext,
  from: ProbePod,
  ip: string,
  role: ProbeRole
): Promise<Probe | undefined> {
  const probe = await probeHttp(context, {
    role,
    from,
    request: { url: `http://${bracketed(ip)}:8080/` },
    wanted: { status: 200, body: 'Hostname: server' }
  })
  return isObstacle(probe) ? undefined : probe
}

function addressesOf({ object }: ProbePod): readonly Address[] {
  return itemsOf(recordOf(object.status).podIPs).flatMap(one => {
    const ip = stringOf(recordOf(one).ip) ?? ''
    const family = parseIp(ip)?.family
    return family === undefined ? [] : [{ ip, family }]
  })
}

interface CanaryPods {
  readonly server: ProbePod
  readonly friend: ProbePod
  readonly stranger: ProbePod
}

async function untilReady(context: ProbeContext, namespace: string): Promise<CanaryPods | string> {
  const { cluster, clock, signal } = context
  const end = clock.now() + startLimit
  for (;;) {
    const pods = await cluster.list(
      { apiVersion: 'v1', kind: 'Pod' },
      { ...callOptions(context, 10_000), namespace }
    )
    stopIfAborted(context)
    if (!pods.ok) return `the Pods of the canary can’t be listed: ${pods.error.message}`
    const [one, two, three] = ['server', 'friend', 'stranger'].map(name =>
      podOf(
        cluster,
        namespace,
        pods.value.items.find(({ metadata }) => metadata.name === name)
      )
    )
    if (one && two && three) return { server: one, friend: two, stranger: three }
    if (clock.now() >= end)
      return `the Pods of the canary did not start within ${startLimit / 1000} s`
    await sleep(clock, pause, signal)
  }
}

function podOf(
  cluster: LabCluster,
  namespace: string,
  object: KubeObject | undefined
): ProbePod | undefined {
  const isReady = itemsOf(recordOf(object?.status).conditions)
    .map(recordOf)
    .some(({ type, status }) => type === 'Ready' && status === 'True')
  return object && isReady
    ? { namespace, name: object.metadata.name ?? '', object, cluster }
    : undefined
}

const hardened = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }

function pod(name: string, user: number, container: object): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { role: name, [labLabel]: 'canary' } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        seccompProfile: { type: 'RuntimeDefault' }
      },
      containers: [{ name: 'main', securityContext: hardened, ...container }]
    }
  }
}

/** The images that the labs use as well, so that a node has them already. */
const server = pod('server', 65532, {
  image: 'traefik/whoami:v1.11.0',
  env: [{ name: 'WHOAMI_PORT_NUMBER', value: '8080' }],
  readinessProbe: { httpGet: { path: '/health', port: 8080 } }
})

function client(name: string): KubeObject {
  return pod(name, 100, { image: 'curlimages/curl:8.21.0', command: ['sleep', 'infinity'] })
}

function policyWith(spec: object): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'canary' },
    spec
  }
}

/** The friend is let in by the one; the other leaves the friend alone. */
const policies: Readonly<Record<Direction, KubeObject>> = {
  ingress: policyWith({
    podSelector: { matchLabels: { role: 'server' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { role: 'friend' } } }] }]
  }),
  egress: policyWith({
    podSelector: { matchLabels: { role: 'stranger' } },
    policyTypes: ['Egress']
  })
}
