import { policiesSelecting } from '../../net/policy-verdict.ts'
import type { PolicyType } from '../../model/kinds.ts'
import type { Pod } from '../../model/pod.ts'
import type { Network } from '../../net/network.ts'

/** Whether any NetworkPolicy isolates the Pod in a direction. */
export function policiesOn(network: Network, pod: Pod, direction: PolicyType): boolean {
  return policiesSelecting(network, pod).some(policy => {
    const { policyTypes, egress } = policy.spec ?? {}
    const types = policyTypes ?? (egress ? ['Ingress', 'Egress'] : ['Ingress'])
    return types.includes(direction)
  })
}
