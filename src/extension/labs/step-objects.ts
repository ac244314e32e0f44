import { l10n, Uri, workspace } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { listLabelled, removeObjects, type Removed } from '../../cluster/remove-labelled.ts'
import { runLabel } from '../../labs/lab-objects.ts'
import { isForOther } from '../../labs/play-lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { objectTitle, type KubeObject } from '../../model/object.ts'
import { systemClock } from '../../node/system-clock.ts'
import { manifestDocumentsOf } from '../cluster/manifest-documents.ts'
import { requireWritePermission } from '../cluster/write-permission.ts'
import { clusterFailure } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabDesk } from './lab-desk.ts'
import type { LabRun } from './run-store.ts'
import type { VerifyRun } from './step-verifier.ts'

/** Objects of one cluster. */
export interface PlacedObjects {
  readonly cluster: Cluster
  readonly objects: readonly KubeObject[]
}

/**
 * What the files of a step name, the lab's or the learner's, and the run has made, as it is in the clusters: the
 * files in a folder called other count for the second one. Clusters with nothing of it are left out.
 */
export async function stepObjects(
  { apply, files, runs }: LabDesk,
  entry: CatalogEntry,
  { manifests = [], solution = [] }: LabStep
): Promise<readonly PlacedObjects[]> {
  const run = runs.of(entry.lab.id)
  if (!run) return []
  const namedIn = async (names: readonly string[]): Promise<ReadonlySet<string>> => {
    const places = names.map(async file => [
      await files.open(entry, file),
      Uri.joinPath(entry.folder, file)
    ])
    const texts = (await Promise.all(places)).flat().map(one => workspace.openTextDocument(one))
    const documents = (await Promise.all(texts)).flatMap(manifestDocumentsOf)
    return new Set(documents.flatMap(({ objects }) => objects.map(objectTitle)))
  }
  const all = [...manifests, ...solution]
  const here = await namedIn(all.filter(file => !isForOther(file)))
  const there = await namedIn(all.filter(isForOther))
  const { session } = apply
  const second = there.size > 0 ? await session.second.cluster() : undefined
  const found = [
    await madeIn(await session.cluster(), run, here),
    ...(second && run.touched.includes(second.context) ? [await madeIn(second, run, there)] : [])
  ]
  return found.filter(({ objects }) => objects.length > 0)
}

async function madeIn(
  cluster: Cluster,
  { run }: LabRun,
  named: ReadonlySet<string>
): Promise<PlacedObjects> {
  if (named.size === 0) return { cluster, objects: [] }
  const found = await listLabelled(cluster, `${runLabel}=${run}`)
  if (!found.ok) throw clusterFailure(found.error, l10n.t('What the lab has made can’t be listed'))
  const objects = found.value.objects.filter(object => named.has(objectTitle(object)))
  return { cluster, objects }
}

/** Removes them everywhere, one cluster after the other. */
export async function removePlaced(
  desk: LabDesk,
  placed: readonly PlacedObjects[],
  run: VerifyRun
): Promise<Removed> {
  const removed: string[] = []
  const left: string[] = []
  for (const { cluster, objects } of placed) {
    const result = await removeFromCluster(desk, cluster, objects, run)
    removed.push(...result.removed)
    left.push(...result.left)
  }
  return { removed, left }
}

/** Removes objects with the person's permission; what stays is named. */
export async function removeFromCluster(
  { apply }: LabDesk,
  cluster: Cluster,
  objects: readonly KubeObject[],
  { signal, tell }: VerifyRun
): Promise<Removed> {
  const { session, log } = apply
  const names = objects.map(objectTitle)
  await requireWritePermission(session, cluster, l10n.t('remove {0}', names.join(', ')))
  const result = await removeObjects(cluster, objects, { clock: systemClock, signal, tell })
  for (const name of result.removed) log.info(`${cluster.context}: removed ${name}`)
  if (result.removed.length > 0) session.announceWrite()
  return result
}
