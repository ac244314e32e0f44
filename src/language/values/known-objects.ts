import { stringOf } from '../../base/json.ts'
import { kindKey, type KubeObject } from '../../model/object.ts'
import type { WorkspaceView } from '../../rules/workspace-view.ts'

/** What a connected cluster holds as it was last heard of. */
export interface ClusterSnapshot {
  /** The name of the context. */
  readonly context: string
  /** Whether the answers are those of the practice cluster. */
  readonly simulated: boolean
  readonly objects: readonly KubeObject[]
}

/** An object of the workspace or of the connected cluster that a manifest can speak of. */
export interface KnownObject {
  readonly object: KubeObject
  /** Group and kind as one text: `gateway.networking.k8s.io/Gateway`; `/Service` in the core group. */
  readonly kind: string
  readonly name: string
  /** Undefined for objects of the whole cluster, and for manifests that leave it to whoever applies them. */
  readonly namespace: string | undefined
  /** The cluster that it was seen in; undefined for the workspace. */
  readonly from: string | undefined
}

/** Objects of the workspace first, then those that only the cluster has. */
export function knownObjects(
  workspace: WorkspaceView,
  cluster: ClusterSnapshot | undefined
): readonly KnownObject[] {
  const own = workspace.derive(objectsOfWorkspace)
  return cluster ? [...own, ...objectsOfCluster(cluster)] : own
}

/** How a cluster is named where its facts are shown; what is simulated is said. */
export function clusterTitle({ context, simulated }: ClusterSnapshot): string {
  return simulated ? 'practice cluster (simulated)' : context
}

function objectsOfWorkspace(workspace: WorkspaceView): readonly KnownObject[] {
  return workspace
    .everything()
    .flatMap(({ object, partial }) => (partial ? [] : [knownObject(object, undefined)]))
}

const bySnapshot = new WeakMap<ClusterSnapshot, readonly KnownObject[]>()

function objectsOfCluster(cluster: ClusterSnapshot): readonly KnownObject[] {
  let known = bySnapshot.get(cluster)
  if (!known) {
    const title = clusterTitle(cluster)
    known = cluster.objects.map(object => knownObject(object, title))
    bySnapshot.set(cluster, known)
  }
  return known
}

/** `from` is the title of a cluster; undefined for the workspace. */
export function knownObject(object: KubeObject, from: string | undefined): KnownObject {
  const { name, namespace } = object.metadata
  return {
    object,
    kind: kindKey(object),
    name: stringOf(name) ?? '',
    namespace: stringOf(namespace),
    from
  }
}
