import { recordOf } from '../../base/json.ts'
import { namespaceNameLabel } from '../../model/kinds.ts'
import { kindKey, type KubeObject } from '../../model/object.ts'
import { isTerminated, type Pod, type PodSpec } from '../../model/pod.ts'
import type { Labels } from '../../model/selector.ts'
import { podLabelsOf, podTemplateOf } from '../../model/workloads.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { WorkspaceView } from '../../rules/workspace-view.ts'
import { clusterTitle, type ClusterSnapshot } from '../values/known-objects.ts'

/** A Pod, or a workload that makes Pods of one template. */
export interface ScenePod {
  /** `Deployment shop/web`. */
  readonly title: string
  readonly namespace: string | undefined
  readonly labels: Labels
  readonly spec: PodSpec
}

/** What an object meets: the manifests of the workspace, or what a cluster holds. */
export interface Scene {
  /** Where that is, for a heading. */
  readonly title: string
  /** How a sentence says that something is missing: `in this workspace`. */
  readonly where: string
  readonly isCluster: boolean
  readonly pods: readonly ScenePod[]
  /** Objects by group and kind: `/Service`. */
  all(kind: string): readonly KubeObject[]
  /** Undefined for a namespace of which nothing but its name is known. */
  namespaceLabels(namespace: string): Labels
}

/**
 * The workspace as a manifest meets it. Where several files hold an object of the same name, the nearest
 * file counts, as folders of variants lie beside each other.
 */
export function workspaceScene(workspace: WorkspaceView, around: Pick<Manifest, 'uri'>): Scene {
  const nearness = (uri: string): number =>
    uri === around.uri ? 0 : folderOf(uri) === folderOf(around.uri) ? 1 : 2
  const objects = workspace
    .everything()
    .filter(({ partial }) => !partial)
    .map(({ uri, object }) => ({ object, rank: nearness(uri) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ object }) => object)
  return sceneOf(objects, {
    title: 'In this workspace',
    where: 'in this workspace',
    isCluster: false
  })
}

export function clusterScene(cluster: ClusterSnapshot): Scene {
  const title = clusterTitle(cluster)
  const where = cluster.simulated ? `the ${title}` : title
  const objects = cluster.objects.filter(
    object => podTemplateOf(object) === undefined || isRunningPod(object)
  )
  return sceneOf(objects, { title: `In ${where}`, where: `in ${where}`, isCluster: true })
}

function sceneOf(
  objects: readonly KubeObject[],
  words: Pick<Scene, 'title' | 'where' | 'isCluster'>
): Scene {
  const byKind = new Map<string, Map<string, KubeObject>>()
  for (const object of objects) {
    const kind = kindKey(object)
    const named = byKind.get(kind) ?? new Map<string, KubeObject>()
    byKind.set(kind, named)
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`
    if (!named.has(key)) named.set(key, object)
  }
  const all = (kind: string): readonly KubeObject[] => [...(byKind.get(kind)?.values() ?? [])]
  return {
    ...words,
    all,
    pods: [...byKind.values()].flatMap(named => [...named.values()].flatMap(podsOf)),
    namespaceLabels: namespace => ({
      ...recordOf(all('/Namespace').find(one => one.metadata.name === namespace)?.metadata.labels),
      [namespaceNameLabel]: namespace
    })
  }
}

function podsOf(object: KubeObject): ScenePod[] {
  const labels = podLabelsOf(object)
  if (!labels) return []
  const spec = podTemplateOf(object)?.spec ?? {}
  return [{ title: titleOf(object), namespace: object.metadata.namespace, labels, spec }]
}

function isRunningPod(object: KubeObject): boolean {
  return kindKey(object) === '/Pod' && !isTerminated(object as Pod)
}

/** `Service shop/web`, with the name set as code. */
export function titleOf({ kind, metadata }: KubeObject): string {
  const name = metadata.name ?? '(no name)'
  return `${kind} \`${metadata.namespace === undefined ? name : `${metadata.namespace}/${name}`}\``
}

/** Whether two objects can be in one namespace; who applies a manifest without one decides. */
export function mayShare(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}

/** The first few of a list, and how many more there are. */
export function listed(items: readonly string[], most = 6): string {
  const shown = [...new Set(items)]
  const rest = shown.length - most
  return rest > 0 ? `${shown.slice(0, most).join(', ')} and ${rest} more` : shown.join(', ')
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}
