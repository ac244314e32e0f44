import type { FieldPath } from '../base/field-path.ts'
import type { NetworkPolicy, PolicyType, Protocol } from '../model/kinds.ts'
import { isTerminated, type Pod } from '../model/pod.ts'
import { partyOf, type Endpoint, type Party } from './endpoint.ts'
import { nameOf, namespaceOf, titleOf, type Network } from './network.ts'
import { nearMissesOf, type NearMiss } from './near-miss.ts'
import { matchPeer, matchPort, policySelects, policyTypesOf, rulesOf } from './policy-rules.ts'
import { formatFieldPath } from '../base/field-path.ts'

/** Packets of a new connection. `port` is the port at the destination itself, never that of a Service. */
export interface Flow {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly port: number
  readonly protocol: Protocol
}

export interface PolicyRef {
  readonly namespace: string
  readonly name: string
  readonly policy: NetworkPolicy
}

export interface AllowingRule {
  readonly policy: PolicyRef
  /** The peer that matched, `spec.ingress[0].from[1]`, or the rule when it lists no peers. */
  readonly path: FieldPath
  /** The entry of `ports` that matched, or the rule when it lists no ports. */
  readonly portPath: FieldPath
}

/** What policies say at one end of the connection. */
export interface Side {
  readonly allowed: boolean
  /** The policies that select the Pod for this direction. One is enough to deny what none allows. */
  readonly isolatedBy: readonly PolicyRef[]
  readonly allowedBy?: AllowingRule
  /** Rules that hold for one half of the connection and fail for the other. Only given when denied. */
  readonly nearMisses: readonly NearMiss[]
  /** One sentence that says what decided. */
  readonly reason: string
}

export interface PolicyVerdict {
  readonly allowed: boolean
  /** At the destination. */
  readonly ingress: Side
  /** At the source. */
  readonly egress: Side
  readonly reason: string
}

/**
 * Whether NetworkPolicies let a new connection through, and what decided. Both ends have to allow it; replies
 * need no rule. Semantics: https://kubernetes.io/docs/concepts/services-networking/network-policies/.
 * It is about policies only: whether anybody listens is `connect`'s question.
 */
export function policyVerdict(network: Network, flow: Flow): PolicyVerdict {
  const from = partyOf(network, flow.from)
  const to = partyOf(network, flow.to)
  const exempt = exemption(from, to)
  const egress = exempt ?? sideOf(network, 'Egress', from, to, flow)
  const ingress = exempt ?? sideOf(network, 'Ingress', to, from, flow)
  const allowed = egress.allowed && ingress.allowed
  return { allowed, ingress, egress, reason: reasonOf(egress, ingress) }
}

/** The Pods that a policy isolates: those that its podSelector selects in its own namespace and that still run. */
export function podsSelectedBy(network: Network, policy: NetworkPolicy): readonly Pod[] {
  return network
    .podsIn(namespaceOf(policy))
    .filter(pod => !isTerminated(pod) && policySelects(policy, pod))
}

/** The policies that select a Pod, for one direction or for any. */
export function policiesSelecting(
  network: Network,
  pod: Pod,
  direction?: PolicyType
): readonly NetworkPolicy[] {
  let selecting = selectingPod.get(network)?.get(pod)
  if (selecting === undefined) {
    selecting = network.policiesIn(namespaceOf(pod)).filter(policy => policySelects(policy, pod))
    const known = selectingPod.get(network) ?? new WeakMap<Pod, readonly NetworkPolicy[]>()
    selectingPod.set(network, known.set(pod, selecting))
  }
  return direction === undefined
    ? selecting
    : selecting.filter(policy => policyTypesOf(policy).includes(direction))
}

/** Selections by snapshot and Pod: a matrix asks for each of them once per cell. */
const selectingPod = new WeakMap<Network, WeakMap<Pod, readonly NetworkPolicy[]>>()

export function policyRefOf(policy: NetworkPolicy): PolicyRef {
  return { namespace: namespaceOf(policy), name: nameOf(policy), policy }
}

/** Traffic that no policy can stop, by the documentation: a Pod with itself, and a Pod with its own node. */
function exemption(from: Party, to: Party): Side | undefined {
  if (from.pod && to.pod && titleOf(from.pod) === titleOf(to.pod))
    return open('A Pod cannot block access to itself, so policies do not matter here.')
  const local =
    (from.hostOf !== undefined && from.hostOf !== '' && from.hostOf === to.nodeName) ||
    (to.hostOf !== undefined && to.hostOf !== '' && to.hostOf === from.nodeName)
  if (local)
    return open(
      'Traffic between a Pod and the node that runs it is always allowed, so policies do not matter here.'
    )
  return undefined
}

function open(reason: string): Side {
  return { allowed: true, isolatedBy: [], nearMisses: [], reason }
}

function sideOf(
  network: Network,
  direction: PolicyType,
  self: Party,
  other: Party,
  flow: Flow
): Side {
  if (self.pod === undefined)
    return open(`${capital(self.title)} is not a Pod that policies select.`)
  const policies = policiesSelecting(network, self.pod, direction)
  const word = direction === 'Ingress' ? 'ingress' : 'egress'
  if (policies.length === 0)
    return open(`No policy selects ${self.title} for ${word}, so all of its ${word} is allowed.`)
  const isolatedBy = policies.map(policyRefOf)
  const destination = direction === 'Ingress' ? self.pod : other.pod
  for (const policy of policies) {
    for (const rule of rulesOf(policy, direction)) {
      const peer = matchPeer(network, policy, rule, other)
      const port = matchPort(rule, destination, flow.port, flow.protocol)
      if (!peer.matched || !port.matched) continue
      const allowedBy = { policy: policyRefOf(policy), path: peer.path, portPath: port.path }
      return {
        allowed: true,
        isolatedBy,
        allowedBy,
        nearMisses: [],
        reason: `${titleOf(policy)} allows it by ${formatFieldPath(peer.path)}.`
      }
    }
  }
  return {
    allowed: false,
    isolatedBy,
    nearMisses: nearMissesOf(network, policies, direction, other, destination, flow),
    reason: deniedReason(policies, self, other, word, flow)
  }
}

function deniedReason(
  policies: readonly NetworkPolicy[],
  self: Party,
  other: Party,
  word: 'ingress' | 'egress',
  flow: Flow
): string {
  const names = policies.map(titleOf)
  const subject =
    names.length === 1
      ? `${names[0] ?? ''} isolates ${self.title} for ${word} and has no rule that allows`
      : `${names.length} policies (${names.join(', ')}) isolate ${self.title} for ${word} and none has a rule that allows`
  return `${subject} ${flow.protocol} port ${flow.port} ${word === 'ingress' ? 'from' : 'to'} ${other.title}.`
}

function reasonOf(egress: Side, ingress: Side): string {
  if (!egress.allowed && !ingress.allowed)
    return `Denied at both ends. ${egress.reason} ${ingress.reason}`
  if (!egress.allowed) return `Denied at the source. ${egress.reason}`
  if (!ingress.allowed) return `Denied at the destination. ${ingress.reason}`
  return egress.reason === ingress.reason ? egress.reason : `${egress.reason} ${ingress.reason}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
