import { isRecord } from '../../base/json.ts'
import { cidrCovers, cidrsOverlap, parseCidr, type Cidr } from '../../model/cidr.ts'
import {
  namespaceNameLabel,
  type IpBlock,
  type NetworkPolicy,
  type NetworkPolicyEgressRule,
  type NetworkPolicyPeer,
  type NetworkPolicyPort
} from '../../model/kinds.ts'
import { isEmptySelector, selects, type LabelSelector } from '../../model/selector.ts'

/** Which halves of DNS a policy lets out to where the cluster's DNS may be. */
export interface DnsAccess {
  readonly udp: boolean
  readonly tcp: boolean
}

/**
 * Whether an egress policy may let its Pods reach the cluster's DNS Pods. The answer leans to yes: labels
 * and addresses of the DNS Pods differ between clusters, so whatever could be meant for them counts.
 */
export function dnsAccessOf(policy: NetworkPolicy): DnsAccess {
  const rules = (policy.spec?.egress ?? []).filter(rule => reachesDnsPods(rule, policy))
  return {
    udp: rules.some(rule => letsOut(rule, 'UDP')),
    tcp: rules.some(rule => letsOut(rule, 'TCP'))
  }
}

/** Port 53 is the Service's and usually the Pods'; OpenShift's DNS Pods listen on 5353, some CoreDNS on 1053. */
const dnsPorts = [53, 1053, 5353, 8053]

export function isDnsPort(port: NetworkPolicyPort): boolean {
  if (typeof port.port === 'string') return /dns|domain/.test(port.port)
  const { port: from, endPort } = port
  return (
    from !== undefined &&
    dnsPorts.some(dns => dns === from || (from < dns && dns <= (endPort ?? from)))
  )
}

function letsOut(rule: NetworkPolicyEgressRule, protocol: 'UDP' | 'TCP'): boolean {
  const ports = rule.ports ?? []
  if (ports.length === 0) return true
  return ports.some(
    port => (port.protocol ?? 'TCP') === protocol && (port.port === undefined || isDnsPort(port))
  )
}

function reachesDnsPods(rule: NetworkPolicyEgressRule, policy: NetworkPolicy): boolean {
  const peers = rule.to ?? []
  return peers.length === 0 || peers.some(peer => mayBeDns(peer, policy))
}

function mayBeDns(peer: NetworkPolicyPeer, policy: NetworkPolicy): boolean {
  if (isRecord(peer.ipBlock)) return mayHoldDns(peer.ipBlock)
  if (peer.podSelector && !mayBeDnsPod(peer.podSelector)) return false
  if (peer.namespaceSelector) return mayBeDnsNamespace(peer.namespaceSelector)
  // A podSelector alone stays in the policy's own namespace.
  const { namespace } = policy.metadata
  return namespace === undefined
    ? peer.podSelector !== undefined && mentionsDns(peer.podSelector)
    : dnsNamespaces.includes(namespace)
}

const dnsNamespaces = [
  'kube-system',
  'openshift-dns',
  'coredns',
  'kube-dns',
  'dns-system',
  'node-local-dns'
]

function mayBeDnsNamespace(selector: LabelSelector): boolean {
  const named = [
    ...(selector.matchExpressions ?? []).filter(({ key }) => key === namespaceNameLabel),
    ...Object.entries(selector.matchLabels ?? {})
      .filter(([key]) => key === namespaceNameLabel)
      .map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  ]
  // Other labels of a namespace are the cluster owner's to choose.
  return dnsNamespaces.some(name =>
    selects({ matchExpressions: named }, { [namespaceNameLabel]: name })
  )
}

function mayBeDnsPod(selector: LabelSelector): boolean {
  if (isEmptySelector(selector)) return true
  const labels = Object.values(selector.matchLabels ?? {})
  if (labels.length === 0) return true
  return mentionsDns(selector)
}

function mentionsDns(selector: LabelSelector): boolean {
  return Object.entries(selector.matchLabels ?? {}).some(([key, value]) =>
    /dns/i.test(`${key}=${value}`)
  )
}

/** Ranges that nearly every cluster takes its Pod and Service addresses from. */
const usualRanges = rangesOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'])

/** Ranges that some take, and those of caches on the node. */
const rareRanges = rangesOf(['100.64.0.0/10', '169.254.0.0/16', '198.18.0.0/15', 'fe80::/10'])

/**
 * Who allows the whole Internet less the private ranges does not mean the DNS of the cluster, although a
 * rare range is left; who writes a rare range means something in it.
 */
function mayHoldDns({ cidr, except }: Partial<IpBlock>): boolean {
  const block = typeof cidr === 'string' ? parseCidr(cidr) : undefined
  // An address that can't be read is told by the schema, not here.
  if (block === undefined) return true
  const holes = rangesOf(Array.isArray(except) ? except : [])
  const ranges = block.bits === 0 ? usualRanges : [...usualRanges, ...rareRanges]
  return ranges.some(range => {
    if (!cidrsOverlap(range, block)) return false
    const shared = cidrCovers(range, block) ? block : range
    return !holes.some(hole => cidrCovers(hole, shared))
  })
}

function rangesOf(texts: readonly unknown[]): readonly Cidr[] {
  return texts.flatMap(text => (typeof text === 'string' ? (parseCidr(text) ?? []) : []))
}
