import type { NetworkPolicy } from '../../model/kinds.ts'
import { selects, type Labels } from '../../model/selector.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { directionsOf } from './policy-directions.ts'
import { policyRulesOf, type Direction, type RulePlace } from './policy-places.ts'

/** Pods as a policy sees them. */
export interface PolicySubject {
  readonly namespace: string | undefined
  readonly labels: Labels
}

/** The policies here that isolate certain Pods in a direction. */
export function policiesOn(
  workspace: WorkspaceView,
  pod: PolicySubject,
  direction: Direction
): readonly Manifest<NetworkPolicy>[] {
  const policies = workspace.all(
    'networking.k8s.io/v1/NetworkPolicy'
  ) as readonly Manifest<NetworkPolicy>[]
  return policies.filter(
    policy =>
      !policy.partial &&
      mayShareNamespace(policy, pod) &&
      directionsOf(policy.object)[direction] &&
      selects(policy.object.spec?.podSelector ?? {}, pod.labels)
  )
}

/** The rules of some policies for one direction. */
export function rulesOf(
  policies: readonly Manifest<NetworkPolicy>[],
  direction: Direction
): readonly RulePlace[] {
  return policies.flatMap(policy =>
    policyRulesOf(policy.object).filter(rule => rule.direction === direction)
  )
}

/** Whether a rule may be for a port of the Pods; a port by name may be any. */
export function mayCoverPort({ ports }: RulePlace, port: number | string | undefined): boolean {
  if (ports.length === 0 || port === undefined || typeof port === 'string') return true
  return ports.some(
    one =>
      typeof one.port !== 'number' ||
      one.port === port ||
      (one.port < port && port <= (one.endPort ?? one.port))
  )
}
