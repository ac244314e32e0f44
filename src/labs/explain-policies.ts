import type { Pod } from '../model/pod.ts'
import { policyVerdict, type PolicyRef, type PolicyVerdict } from '../net/policy-verdict.ts'
import type { ProbePod } from './probe-pod.ts'
import type { ServerNetwork } from './server-network.ts'

/** What the NetworkPolicies in the cluster say about a request; undefined when the server isn't known. */
export function policiesOnTheWay(
  from: ProbePod,
  { network, endpoint }: ServerNetwork,
  protocol: 'TCP' | 'UDP' = 'TCP'
): PolicyVerdict | undefined {
  if (!endpoint?.pod) return undefined
  return policyVerdict(network, {
    from: { pod: from.object as Pod },
    to: { pod: endpoint.pod },
    port: endpoint.port,
    protocol
  })
}

/** Why a request gets through that should not, and what to do. */
export function whyOpen(verdict: PolicyVerdict | undefined): { why: string; next: string } {
  if (!verdict) return { why: '', next: 'Look which NetworkPolicies select the server’s Pods.' }
  if (!verdict.allowed)
    return {
      why: ` By its NetworkPolicies it should not get through: ${verdict.reason}`,
      next: 'This cluster seems to accept NetworkPolicies without enforcing them, or needs more time. Use a network plugin that enforces them, such as Calico or Cilium, or the practice cluster.'
    }
  const { ingress, egress } = verdict
  if (ingress.isolatedBy.length > 0)
    return { why: ` ${ingress.reason}`, next: 'Look at the rule that lets the request in.' }
  // Where only the client is closed, its rules are what somebody is writing just now.
  if (egress.isolatedBy.length > 0)
    return {
      why: ` ${egress.reason} Nothing closes the way in at the server.`,
      next: 'Look at the egress rule that lets the request out.'
    }
  return {
    why: ` ${ingress.reason}`,
    next: 'Apply a NetworkPolicy that selects the server’s Pods for Ingress, in their namespace, or the client’s for Egress, in its own.'
  }
}

/** The policies that cut a request off, as a person finds them. */
export function namesOfBlocking(verdict: PolicyVerdict | undefined): readonly string[] {
  if (!verdict || verdict.allowed) return []
  const sides = [verdict.ingress, verdict.egress].filter(side => !side.allowed)
  const refs: PolicyRef[] = sides.flatMap(side => side.isolatedBy)
  return [...new Set(refs.map(({ namespace, name }) => `NetworkPolicy ${namespace}/${name}`))]
}
