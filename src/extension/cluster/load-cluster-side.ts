import type { ClusterSide } from './cluster-side.ts'

let loaded: Promise<ClusterSide> | undefined

/** Loads the cluster bundle once. The build makes a separate file of what stands behind this import. */
export function loadClusterSide(): Promise<ClusterSide> {
  loaded ??= import('../cluster-entry.ts').then(({ clusterSide }) => clusterSide)
  return loaded
}
