import type { NetworkPolicy } from '../../model/kinds.ts'
import {
  isEmptySelector,
  matchesLabels,
  selects,
  type LabelSelector
} from '../../model/selector.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { podsOfSelector } from './workspace-pods.ts'

/** The other NetworkPolicies that hold for every Pod that this one selects, as far as can be told. */
export function policiesForSamePods(
  workspace: WorkspaceView,
  manifest: Manifest<NetworkPolicy>
): readonly Manifest<NetworkPolicy>[] {
  const own = manifest.object.spec?.podSelector ?? {}
  const pods = podsOfSelector(workspace, manifest, own)
  const policies = workspace.all(
    'networking.k8s.io/v1/NetworkPolicy'
  ) as readonly Manifest<NetworkPolicy>[]
  return policies.filter(other => {
    if (other.object === manifest.object || !mayShareNamespace(other, manifest)) return false
    const selector = other.object.spec?.podSelector ?? {}
    return (
      isWider(selector, own) ||
      (pods.length > 0 && pods.every(pod => selects(selector, pod.labels)))
    )
  })
}

/** Whether whatever `narrow` selects is selected by `wide` too. */
export function isWider(wide: LabelSelector, narrow: LabelSelector): boolean {
  if (isEmptySelector(wide)) return true
  return (
    (wide.matchExpressions ?? []).length === 0 &&
    matchesLabels(wide.matchLabels ?? {}, narrow.matchLabels ?? {})
  )
}

/** Policies of other kinds add to or overrule what a NetworkPolicy says. */
export function hasForeignPolicies(workspace: WorkspaceView): boolean {
  return workspace.derive(foreignPolicies).length > 0
}

function foreignPolicies(workspace: WorkspaceView): readonly Manifest[] {
  return workspace
    .everything()
    .filter(
      ({ gvk }) =>
        /Policy$|^BaselineAdminNetworkPolicy$/.test(gvk.kind) &&
        [
          'cilium.io',
          'crd.projectcalico.org',
          'projectcalico.org',
          'policy.networking.k8s.io'
        ].includes(gvk.group)
    )
}
