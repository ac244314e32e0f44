import { Field } from '../../base/field.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/** The namespace of a manifest, when it is here and takes part in Istio's ambient mode. */
export function ambientNamespaceOf(
  workspace: WorkspaceView,
  { namespace }: Pick<Manifest, 'namespace'>
): Manifest | undefined {
  if (namespace === undefined) return undefined
  const own = workspace.all('v1/Namespace').filter(({ name }) => name === namespace)
  const [only, another] = own
  return only && !another && isAmbient(only) ? only : undefined
}

function isAmbient({ object }: Manifest): boolean {
  return object.metadata.labels?.['istio.io/dataplane-mode'] === 'ambient'
}

const useWaypoint = 'istio.io/use-waypoint'

/** Whether anything here says that requests of a namespace pass a waypoint. */
export function mayHaveWaypoint(workspace: WorkspaceView, namespace: Manifest): boolean {
  if (namespace.object.metadata.labels?.[useWaypoint] !== undefined) return true
  const inside = { namespace: namespace.name }
  return (
    workspace
      .all('v1/Service')
      .some(
        service =>
          mayShareNamespace(service, inside) &&
          service.object.metadata.labels?.[useWaypoint] !== undefined
      ) ||
    workspace
      .ofKind('gateway.networking.k8s.io', 'Gateway')
      .some(
        gateway =>
          mayShareNamespace(gateway, inside) &&
          new Field(gateway.object).get('spec', 'gatewayClassName').text?.includes('waypoint') ===
            true
      )
  )
}

/** For the examples of pages. */
export const ambientNamespace = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
`
