import type { NetworkPolicy } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Pod } from '../../model/pod.ts'
import { formatSelector, isEmptySelector } from '../../model/selector.ts'
import { reachNameserver } from '../../net/dns-reach.ts'
import { namespaceOf, type Network } from '../../net/network.ts'
import { policyTypesOf } from '../../net/policy-rules.ts'
import { podsSelectedBy } from '../../net/policy-verdict.ts'
import { dnsServiceOf, resolverConfigOf } from '../../net/resolver-config.ts'
import { count, good, unreadFinding, type Finding } from './finding.ts'
import type { ObjectFacts } from './object-facts.ts'

const about = 'selects'

/** Which Pods a NetworkPolicy isolates, for what, and whether they still reach cluster DNS. */
export function policyFindings(live: KubeObject, facts: ObjectFacts): readonly Finding[] {
  const { network, unread } = facts
  const policy = live as NetworkPolicy
  const hidden = unreadFinding(about, unread, ['Pod'])
  if (hidden) return [hidden]
  const selected = podsSelectedBy(network, policy)
  if (selected.length === 0) return [selectsNone(policy, network)]
  const brief = `selects ${count(selected.length, 'Pod')}`
  const types = policyTypesOf(policy)
  return [
    good(about, `${brief} for ${types.join(' and ').toLowerCase()}`, brief),
    ...(types.includes('Egress') ? [dnsFinding(selected, facts)] : [])
  ]
}

function selectsNone(policy: NetworkPolicy, network: Network): Finding {
  const namespace = namespaceOf(policy)
  const selector = policy.spec?.podSelector ?? {}
  const base = { about, brief: 'selects no Pod' }
  if (network.podsIn(namespace).length === 0)
    return {
      ...base,
      verdict: 'blocked',
      says: `selects no Pod, because none runs in namespace ${namespace}`,
      next: 'Apply the workloads that it is for, then verify again.'
    }
  const why = isEmptySelector(selector)
    ? 'all Pods of its namespace have ended or share the network of their node'
    : `no running Pod of namespace ${namespace} has the labels ${formatSelector(selector)}`
  return {
    ...base,
    verdict: 'fail',
    says: `selects no Pod: ${why}`,
    next: 'Compare its podSelector with the labels of the Pods in its namespace.'
  }
}

/** The model's answer from the objects; only a query from the Pod itself would prove it. */
function dnsFinding(selected: readonly Pod[], { network, unread }: ObjectFacts): Finding {
  const base = { about: 'DNS', weight: 'predicted' } as const
  const hidden = unreadFinding(base.about, unread, [
    'Service',
    'EndpointSlice',
    'Namespace',
    'NetworkPolicy'
  ])
  if (hidden) return { ...hidden, ...base }
  if (!dnsServiceOf(network))
    return {
      ...base,
      verdict: 'inconclusive',
      says: 'leaves open whether DNS is reached: no Service kube-system/kube-dns was found'
    }
  const reaches = selected.map(pod => reachNameserver(network, pod, resolverConfigOf(network, pod)))
  const cut = reaches.filter(({ answers }) => !answers)
  if (cut.length === 0)
    return {
      ...base,
      verdict: 'pass',
      says: 'leaves cluster DNS reachable for the Pods it selects'
    }
  return {
    ...base,
    verdict: 'fail',
    says: `selects Pods that can’t ask cluster DNS (${cut.length} of ${count(reaches.length, 'Pod')}). ${(cut[0]?.reason ?? '').replace(/\.$/, '')}`,
    next: 'Allow UDP and TCP port 53 to the DNS Pods in kube-system, unless names are not needed.',
    brief: 'blocks DNS (predicted)'
  }
}
