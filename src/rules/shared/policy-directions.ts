import type { NetworkPolicy } from '../../model/kinds.ts'

/**
 * The directions in which a policy isolates its Pods. Without `policyTypes` the API server fills in
 * Ingress, and Egress when there are egress rules.
 */
export function directionsOf(policy: NetworkPolicy): {
  readonly ingress: boolean
  readonly egress: boolean
} {
  const { policyTypes, egress } = policy.spec ?? {}
  if (policyTypes === undefined || policyTypes.length === 0)
    return { ingress: true, egress: (egress ?? []).length > 0 }
  return { ingress: policyTypes.includes('Ingress'), egress: policyTypes.includes('Egress') }
}
