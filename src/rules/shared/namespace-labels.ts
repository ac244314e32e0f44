import { namespaceNameLabel } from '../../model/kinds.ts'
import type { Labels } from '../../model/selector.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/** The labels of a namespace as far as the workspace shows them, with the one the API server adds. */
export function namespaceLabels(workspace: WorkspaceView, name: string): Labels {
  const manifest = workspace.all('v1/Namespace').find(namespace => namespace.name === name)
  return { ...manifest?.object.metadata.labels, [namespaceNameLabel]: name }
}
