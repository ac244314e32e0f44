import type { FieldPath } from '../../base/field-path.ts'
import { parseCidr, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../model/kinds.ts'
import type { LabelSelector } from '../../model/selector.ts'

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

export function policyRulesOf({ spec }: NetworkPolicy): readonly RulePlace[] {
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
}

export interface PeerPlace {
  readonly peer: NetworkPolicyPeer
  readonly direction: Direction
  readonly rule: RulePlace
  readonly at: FieldPath
}

export function policyPeersOf(policy: NetworkPolicy): readonly PeerPlace[] {
  return policyRulesOf(policy).flatMap(rule =>
    rule.peers.map((peer, i) => ({
      peer,
      direction: rule.direction,
      rule,
      at: [...rule.peersAt, i]
    }))
  )
}

/** Every selector of a policy with its place. */
export function policySelectorsOf(policy: NetworkPolicy): readonly {
  readonly selector: LabelSelector
  /** Of Pods, or of namespaces. */
  readonly of: 'Pods' | 'namespaces'
  readonly at: FieldPath
}[] {
  const { podSelector } = policy.spec ?? {}
  return [
    ...(podSelector
      ? [{ selector: podSelector, of: 'Pods' as const, at: ['spec', 'podSelector'] }]
      : []),
    ...policyPeersOf(policy).flatMap(({ peer, at }) => [
      ...(peer.podSelector
        ? [{ selector: peer.podSelector, of: 'Pods' as const, at: [...at, 'podSelector'] }]
        : []),
      ...(peer.namespaceSelector
        ? [
            {
              selector: peer.namespaceSelector,
              of: 'namespaces' as const,
              at: [...at, 'namespaceSelector']
            }
          ]
        : [])
    ])
  ]
}

/** The address block of a peer, when there is one that can be read. */
export function blockOf({ ipBlock }: NetworkPolicyPeer): Cidr | undefined {
  const cidr: unknown = ipBlock?.cidr
  return typeof cidr === 'string' ? parseCidr(cidr) : undefined
}
