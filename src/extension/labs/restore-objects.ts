import { l10n } from 'vscode'
import { applyFile } from '../cluster/apply-manifest.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabDesk } from './lab-desk.ts'
import { labNamespacesIn } from './lab-namespaces.ts'
import { confirm } from '../cluster/write-permission.ts'

/**
 * Applies the learner's files of the steps that are done, where nothing of the lab is in the cluster any more,
 * as after the practice cluster has ended. In a cluster that is not the practice cluster the person is asked.
 */
export async function restoreObjects(desk: LabDesk, entry: CatalogEntry): Promise<void> {
  const { lab } = entry
  const files = lab.steps
    .filter(({ id }) => desk.progress.of(lab.id, id)?.done)
    .flatMap(({ manifests = [] }) => manifests)
  if (files.length === 0 || lab.namespaces.length === 0) return
  const cluster = await desk.apply.session.cluster()
  if ((await labNamespacesIn(cluster, lab)).length > 0) return
  if (!cluster.simulated)
    await confirm(
      l10n.t('Apply the files of the steps that are done to {0} again?', cluster.context),
      l10n.t('Nothing of this lab is in the cluster any more.'),
      l10n.t('Apply to {0}', cluster.context)
    )
  for (const file of new Set(files)) await applyFile(desk.apply, await desk.files.open(entry, file))
}
