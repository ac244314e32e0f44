import type { FieldPath } from '../base/field-path.ts'
import { itemsOf, recordOf } from '../base/json.ts'
import { cidrContains, parseCidr, type Ip } from '../model/cidr.ts'
import type {
  IpBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PolicyType,
  Protocol
} from '../model/kinds.ts'
import type { Pod } from '../model/pod.ts'
import { selects } from '../model/selector.ts'
import { resolvePort } from '../model/workloads.ts'
import type { Party } from './endpoint.ts'
import { labelsOf, namespaceOf, type Network } from './network.ts'

/** A rule of either direction, with the path that leads to it. */
export interface PolicyRule {
  readonly path: FieldPath
  /** Where the rule lists its peers: `from` or `to`. */
  readonly peersField: 'from' | 'to'
  readonly peers: readonly NetworkPolicyPeer[]
  readonly ports: readonly NetworkPolicyPort[]
}

/**
 * The directions a policy isolates. As the API server defaults it: without `policyTypes` always Ingress, and
 * Egress when there are egress rules.
 */
export function policyTypesOf(policy: NetworkPolicy): readonly PolicyType[] {
  const listed = policy.spec?.policyTypes ?? []
  if (listed.length > 0) return listed
  return (policy.spec?.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
}

export function policySelects(policy: NetworkPolicy, pod: Pod): boolean {
  return (
    namespaceOf(policy) === namespaceOf(pod) &&
    pod.spec?.hostNetwork !== true &&
    selects(policy.spec?.podSelector ?? {}, labelsOf(pod))
  )
}

/** The rules of one direction; none when the policy doesn't list that direction. */
export function rulesOf(policy: NetworkPolicy, direction: PolicyType): readonly PolicyRule[] {
  if (!policyTypesOf(policy).includes(direction)) return []
  const { ingress = [], egress = [] } = policy.spec ?? {}
  if (direction === 'Ingress')
    return ingress.map((rule, i) => ({
      path: ['spec', 'ingress', i],
      peersField: 'from',
      ...partsOf(rule, 'from')
    }))
  return egress.map((rule, i) => ({
    path: ['spec', 'egress', i],
    peersField: 'to',
    ...partsOf(rule, 'to')
  }))
}

/** A rule may be written as `-` alone: null in YAML, and to Kubernetes a rule without limits. */
function partsOf(rule: unknown, field: 'from' | 'to'): Pick<PolicyRule, 'peers' | 'ports'> {
  const fields = recordOf(rule)
  return {
    peers: itemsOf(fields[field]) as readonly NetworkPolicyPeer[],
    ports: itemsOf(fields.ports) as readonly NetworkPolicyPort[]
  }
}

/** A match with the field that made it, or the absence of the list that would have limited it. */
export type RuleMatch =
  { readonly matched: true; readonly path: FieldPath } | { readonly matched: false }

const noMatch: RuleMatch = { matched: false }

/** Whether a rule's peers include the other side. No peers listed means everybody. */
export function matchPeer(
  network: Network,
  policy: NetworkPolicy,
  rule: PolicyRule,
  other: Party
): RuleMatch {
  if (rule.peers.length === 0) return { matched: true, path: rule.path }
  const index = rule.peers.findIndex(peer => peerIncludes(network, policy, peer, other))
  return index < 0 ? noMatch : { matched: true, path: [...rule.path, rule.peersField, index] }
}

/** Whether a rule's ports include the port. Names are looked up in the containers of the destination. */
export function matchPort(
  rule: PolicyRule,
  destination: Pod | undefined,
  port: number,
  protocol: Protocol
): RuleMatch {
  if (rule.ports.length === 0) return { matched: true, path: rule.path }
  const index = rule.ports.findIndex(entry => portIncludes(entry, destination, port, protocol))
  return index < 0 ? noMatch : { matched: true, path: [...rule.path, 'ports', index] }
}

/** Selectors inside one peer have to hold together; an ipBlock stands alone. */
export function peerIncludes(
  network: Network,
  policy: NetworkPolicy,
  peer: NetworkPolicyPeer,
  other: Party
): boolean {
  if (peer.ipBlock) {
    const block = peer.ipBlock
    return other.ips.some(ip => blockIncludes(block, ip))
  }
  // Without a Pod there is nothing that a selector could select.
  if (other.pod === undefined || (!peer.podSelector && !peer.namespaceSelector)) return false
  const namespace = namespaceOf(other.pod)
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector, network.namespaceLabels(namespace))
    : namespace === namespaceOf(policy)
  return inNamespace && (!peer.podSelector || selects(peer.podSelector, labelsOf(other.pod)))
}

export function blockIncludes(block: IpBlock, ip: Ip): boolean {
  const cidr = parseCidr(block.cidr)
  if (cidr === undefined || !cidrContains(cidr, ip)) return false
  return !(block.except ?? []).some(text => {
    const except = parseCidr(text)
    return except !== undefined && cidrContains(except, ip)
  })
}

function portIncludes(
  entry: NetworkPolicyPort,
  destination: Pod | undefined,
  port: number,
  protocol: Protocol
): boolean {
  if ((entry.protocol ?? 'TCP') !== protocol) return false
  if (entry.port === undefined) return true
  if (typeof entry.port === 'string')
    return resolvePort(destination?.spec, entry.port, protocol) === port
  return entry.endPort === undefined
    ? entry.port === port
    : entry.port <= port && port <= entry.endPort
}
