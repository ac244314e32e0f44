import { formatFieldPath, type FieldPath } from '../base/field-path.ts'
import type { NetworkPolicy, PolicyType, Protocol } from '../model/kinds.ts'
import type { Pod } from '../model/pod.ts'
import { selects } from '../model/selector.ts'
import type { Party } from './endpoint.ts'
import { labelsOf, namespaceOf, titleOf, type Network } from './network.ts'
import { matchPeer, matchPort, rulesOf, type PolicyRule } from './policy-rules.ts'

/** A rule that almost allows a connection: the place to look when it was meant to. */
export interface NearMiss {
  readonly policy: NetworkPolicy
  /** The field that doesn't hold. */
  readonly path: FieldPath
  readonly sentence: string
}

/** The rules of these policies that hold for the peer but not the port, or for one of a peer's two selectors. */
export function nearMissesOf(
  network: Network,
  policies: readonly NetworkPolicy[],
  direction: PolicyType,
  other: Party,
  destination: Pod | undefined,
  flow: { readonly port: number; readonly protocol: Protocol }
): readonly NearMiss[] {
  return policies.flatMap(policy =>
    rulesOf(policy, direction).flatMap(rule => {
      const peer = matchPeer(network, policy, rule, other)
      const port = matchPort(rule, destination, flow.port, flow.protocol)
      if (peer.matched && !port.matched) return [portMiss(policy, rule, other, flow)]
      if (!peer.matched && port.matched) return peerMisses(network, policy, rule, other)
      return []
    })
  )
}

function portMiss(
  policy: NetworkPolicy,
  rule: PolicyRule,
  other: Party,
  flow: { readonly port: number; readonly protocol: Protocol }
): NearMiss {
  const path = [...rule.path, 'ports']
  const listed = rule.ports
    .map(({ protocol = 'TCP', port, endPort }) =>
      port === undefined
        ? `any ${protocol} port`
        : `${protocol} ${port}${endPort === undefined ? '' : `-${endPort}`}`
    )
    .join(', ')
  return {
    policy,
    path,
    sentence: `${titleOf(policy)} names ${other.title} in ${formatFieldPath(rule.path)}, but its ports are ${listed} and the connection uses ${flow.protocol} ${flow.port} of the Pod.`
  }
}

/** Peers of which exactly one selector holds, which is what a mistaken label or namespace looks like. */
function peerMisses(
  network: Network,
  policy: NetworkPolicy,
  rule: PolicyRule,
  other: Party
): readonly NearMiss[] {
  const { pod } = other
  if (pod === undefined) return []
  const namespace = namespaceOf(pod)
  const misses: NearMiss[] = []
  for (const [i, peer] of rule.peers.entries()) {
    if (peer.ipBlock || !peer.podSelector) continue
    const path = [...rule.path, rule.peersField, i]
    const podHolds = selects(peer.podSelector, labelsOf(pod))
    const namespaceHolds = peer.namespaceSelector
      ? selects(peer.namespaceSelector, network.namespaceLabels(namespace))
      : namespace === namespaceOf(policy)
    if (podHolds === namespaceHolds) continue
    misses.push({
      policy,
      path,
      sentence: podHolds
        ? `${titleOf(policy)} selects the labels of ${other.title} in ${formatFieldPath(path)}, but ${
            peer.namespaceSelector
              ? `its namespaceSelector does not select namespace ${namespace}`
              : `without a namespaceSelector that means namespace ${namespaceOf(policy)} only`
          }.`
        : `${titleOf(policy)} includes namespace ${namespace} in ${formatFieldPath(path)}, but its podSelector does not select ${other.title}.`
    })
  }
  return misses
}
