import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PolicyType
} from '../../model/kinds.ts'
import {
  formatSelector,
  isEmptySelector,
  selects,
  type LabelSelector
} from '../../model/selector.ts'
import { policyTypesOf, rulesOf, type PolicyRule } from '../../net/policy-rules.ts'
import { listed, mayShare, type Scene, type ScenePod } from './scene.ts'

/** Whom a NetworkPolicy selects, who may reach them, and where they may go. */
export function policyTraffic(policy: NetworkPolicy, scene: Scene): string[] {
  const pods = podsOfPolicy(policy, scene)
  const own = policy.spec?.podSelector ?? {}
  const which = isEmptySelector(own) ? 'every Pod of its namespace' : `Pods with ${code(own)}`
  const lines = [
    pods.length === 0
      ? `Selects ${which}: there is none ${scene.where}.`
      : `Selects ${which}: ${listed(pods.map(({ title }) => title))}.`
  ]
  for (const direction of policyTypesOf(policy)) lines.push(directionLine(policy, direction, scene))
  const others = policiesBeside(policy, pods, scene)
  if (others.length > 0)
    lines.push(`Policies add up, so what these let through passes as well: ${listed(others)}.`)
  return lines
}

/** The Pods that policies of a direction hold for are closed but for what some policy allows. */
export function policiesOn(pod: ScenePod, scene: Scene, direction: PolicyType): NetworkPolicy[] {
  if (pod.spec.hostNetwork === true) return []
  return policiesOf(scene).filter(
    policy =>
      policyTypesOf(policy).includes(direction) &&
      mayShare(policy.metadata.namespace, pod.namespace) &&
      selects(policy.spec?.podSelector ?? {}, pod.labels)
  )
}

function policiesOf(scene: Scene): readonly NetworkPolicy[] {
  return scene.all('networking.k8s.io/NetworkPolicy') as readonly NetworkPolicy[]
}

function podsOfPolicy(policy: NetworkPolicy, scene: Scene): readonly ScenePod[] {
  return scene.pods.filter(
    ({ namespace, labels, spec }) =>
      mayShare(namespace, policy.metadata.namespace) &&
      spec.hostNetwork !== true &&
      selects(policy.spec?.podSelector ?? {}, labels)
  )
}

function policiesBeside(
  policy: NetworkPolicy,
  pods: readonly ScenePod[],
  scene: Scene
): readonly string[] {
  return policiesOf(scene)
    .filter(({ metadata }) => metadata.name !== policy.metadata.name)
    .filter(other => podsOfPolicy(other, scene).some(pod => pods.includes(pod)))
    .map(({ metadata }) => `\`${metadata.name ?? ''}\``)
}

function directionLine(policy: NetworkPolicy, direction: PolicyType, scene: Scene): string {
  const rules = rulesOf(policy, direction)
  const isIn = direction === 'Ingress'
  if (rules.length === 0)
    return isIn ? 'Lets nobody in.' : 'Lets nothing out, not even questions to DNS.'
  const parts = rules.map(rule => `${peersOf(rule, policy, scene)} on ${portsOf(rule.ports)}`)
  return `${isIn ? 'Lets in' : 'Lets out to'} ${parts.join('; ')}. Nothing else.`
}

function peersOf({ peers }: PolicyRule, policy: NetworkPolicy, scene: Scene): string {
  if (peers.length === 0) return 'everybody'
  return peers.map(peer => peerText(peer, policy, scene)).join(', or ')
}

function peerText(peer: NetworkPolicyPeer, policy: NetworkPolicy, scene: Scene): string {
  const { ipBlock, podSelector, namespaceSelector } = peer
  if (ipBlock) {
    const except = ipBlock.except ?? []
    return `\`${ipBlock.cidr}\`${except.length > 0 ? ` without \`${except.join('`, `')}\`` : ''}`
  }
  const found = podsOfPeer(peer, policy, scene).map(({ title }) => title)
  const pods =
    !podSelector || isEmptySelector(podSelector) ? 'all Pods' : `Pods with ${code(podSelector)}`
  const places = !namespaceSelector
    ? 'the same namespace'
    : isEmptySelector(namespaceSelector)
      ? 'every namespace'
      : `namespaces with ${code(namespaceSelector)}`
  return `${pods} of ${places} (${found.length === 0 ? `none ${scene.where}` : listed(found, 4)})`
}

function podsOfPeer(
  { podSelector, namespaceSelector }: NetworkPolicyPeer,
  policy: NetworkPolicy,
  scene: Scene
): readonly ScenePod[] {
  return scene.pods.filter(({ namespace, labels }) => {
    const inPlace = namespaceSelector
      ? namespace === undefined
        ? isEmptySelector(namespaceSelector)
        : selects(namespaceSelector, scene.namespaceLabels(namespace))
      : mayShare(namespace, policy.metadata.namespace)
    return inPlace && (!podSelector || selects(podSelector, labels))
  })
}

function portsOf(ports: readonly NetworkPolicyPort[]): string {
  if (ports.length === 0) return 'every port'
  return ports
    .map(({ protocol = 'TCP', port, endPort }) => {
      if (port === undefined) return `every ${protocol} port`
      return `${protocol} ${port}${endPort === undefined ? '' : ` to ${endPort}`}`
    })
    .join(', ')
}

function code(selector: LabelSelector): string {
  return `\`${formatSelector(selector)}\``
}
