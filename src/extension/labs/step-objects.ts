import { l10n, Uri, workspace } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { listLabelled, removeObjects, type Removed } from '../../cluster/remove-labelled.ts'
import { runLabel } from '../../labs/lab-objects.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { objectTitle, type KubeObject } from '../../model/object.ts'
import { systemClock } from '../../node/system-clock.ts'
import { manifestDocumentsOf } from '../cluster/manifest-documents.ts'
import { requireWritePermission } from '../cluster/write-permission.ts'
import { clusterFailure } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabDesk } from './lab-desk.ts'
import type { VerifyRun } from './step-verifier.ts'

/** What the files of a step name, the lab's or the learner's, and the run has made, as it is in the cluster. */
export async function stepObjects(
  { apply, files, runs }: LabDesk,
  entry: CatalogEntry,
  { manifests = [], solution = [] }: LabStep
): Promise<readonly KubeObject[]> {
  const run = runs.of(entry.lab.id)
  if (!run) return []
  const named = new Set<string>()
  const places = [...manifests, ...solution].map(async file => [
    await files.open(entry, file),
    Uri.joinPath(entry.folder, file)
  ])
  for (const place of (await Promise.all(places)).flat()) {
    const text = await workspace.openTextDocument(place)
    for (const { objects } of manifestDocumentsOf(text))
      for (const object of objects) named.add(objectTitle(object))
  }
  const cluster = await apply.session.cluster()
  const found = await listLabelled(cluster, `${runLabel}=${run.run}`)
  if (!found.ok) throw clusterFailure(found.error, l10n.t('What the lab has made can’t be listed'))
  return found.value.objects.filter(object => named.has(objectTitle(object)))
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
