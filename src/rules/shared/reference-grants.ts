import { gatewayGroup, type ReferenceGrant } from '../../model/gateway-kinds.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export interface GrantTarget {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Whether a ReferenceGrant here lets an object of Gateway API refer to an object of another namespace. */
export function isGranted(workspace: WorkspaceView, from: Manifest, to: GrantTarget): boolean {
  const grants = workspace.ofKind(
    gatewayGroup,
    'ReferenceGrant'
  ) as readonly Manifest<ReferenceGrant>[]
  return grants.some(
    ({ namespace, object: { spec } }) =>
      (namespace === undefined || namespace === to.namespace) &&
      spec?.from?.some(
        one =>
          one.group === gatewayGroup &&
          one.kind === from.gvk.kind &&
          one.namespace === from.namespace
      ) === true &&
      spec.to?.some(
        one =>
          one.group === to.group &&
          one.kind === to.kind &&
          (one.name === undefined || one.name === to.name)
      ) === true
  )
}
