import type { FieldPath } from '../../base/field-path.ts'
import { parseCidr, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../model/kinds.ts'
import type { LabelSelector } from '../../model/selector.ts'
import { forLatest } from './for-latest.ts'

export type Direction = 'ingress' | 'egress'

/** One rule of a policy with its place. */
export interface RulePlace {
  readonly direction: Direction
  readonly peers: readonly NetworkPolicyPeer[]
  readonly ports: readonly NetworkPolicyPort[]
  readonly at: FieldPath
  /** Place of the list of peers. */
  readonly peersAt: FieldPath
}

export const policyRulesOf = forLatest(({ spec }: NetworkPolicy): readonly RulePlace[] => {
  return [
    ...(spec?.ingress ?? []).map(({ from, ports }, i): RulePlace => {
      const at = ['spec', 'ingress', i]
      return {
        direction: 'ingress',
        peers: from ?? [],
        ports: ports ?? [],
        at,
        peersAt: [...at, 'from']
      }
    }),
    ...(spec?.egress ?? []).map(({ to, ports }, i): RulePlace => {
      const at = ['spec', 'egress', i]
      return {
        direction: 'egress',
        peers: to ?? [],
        ports: ports ?? [],
        at,
        peersAt: [...at, 'to']
      }
    })
  ]
})

export interface PeerPlace {
  readonly peer: NetworkPolicyPeer
  readonly direction: Direction
  readonly rule: RulePlace
  readonly at: FieldPath
}

export const policyPeersOf = forLatest((policy: NetworkPolicy): readonly PeerPlace[] =>
  policyRulesOf(policy).flatMap(rule =>
    rule.peers.map((peer, i) => ({
      peer,
      direction: rule.direction,
      rule,
      at: [...rule.peersAt, i]
    }))
  )
)

export interface SelectorPlace {
  readonly selector: LabelSelector
  /** Of Pods, or of namespaces. */
  readonly of: 'Pods' | 'namespaces'
  readonly at: FieldPath
}

/** Every selector of a policy with its place. */
export const policySelectorsOf = forLatest((policy: NetworkPolicy): readonly SelectorPlace[] => {
  const found: SelectorPlace[] = []
  const add = (
    selector: LabelSelector | undefined,
    of: SelectorPlace['of'],
    at: FieldPath,
    field: string
  ): void => {
    if (selector) found.push({ selector, of, at: [...at, field] })
  }
  add(policy.spec?.podSelector, 'Pods', ['spec'], 'podSelector')
  for (const { peer, at } of policyPeersOf(policy)) {
    add(peer.podSelector, 'Pods', at, 'podSelector')
    add(peer.namespaceSelector, 'namespaces', at, 'namespaceSelector')
  }
  return found
})

/** The address block of a peer, when there is one that can be read. */
export function blockOf({ ipBlock }: NetworkPolicyPeer): Cidr | undefined {
  const cidr: unknown = ipBlock?.cidr
  return typeof cidr === 'string' ? parseCidr(cidr) : undefined
}
