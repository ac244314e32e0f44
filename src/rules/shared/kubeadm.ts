import { Field } from '../../base/field.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export const kubeadmGroup = 'kubeadm.k8s.io'

export function kubeadmKeys(...kinds: readonly string[]): readonly string[] {
  return kinds.flatMap(kind =>
    ['v1beta4', 'v1beta3', 'v1'].map(version => `${kubeadmGroup}/${version}/${kind}`)
  )
}

/** The value of an argument of a component, in the list of version v1beta4 or in the map before. */
export function extraArgument(component: Field, name: string): Field | undefined {
  const all = component.get('extraArgs')
  const inMap = all.get(name)
  if (inMap.isThere) return inMap
  return all.items.find(item => item.get('name').text === name)?.get('value')
}

/** The kubeadm configuration that stands in the same file. */
export function clusterConfigurationBeside(
  workspace: WorkspaceView,
  manifest: Manifest
): Manifest | undefined {
  return workspace
    .ofKind(kubeadmGroup, 'ClusterConfiguration')
    .find(({ uri }) => uri === manifest.uri)
}

/** For the examples of pages. */
export function clusterConfiguration(networking: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.37.1
networking:
${networking}`
}
