import { l10n, window } from 'vscode'
import { applyFile } from '../cluster/apply-manifest.ts'
import { chooseStep, type LabDesk } from './lab-desk.ts'
import { ensureRun } from './start-lab.ts'

/** Applies the step's manifests as the learner has them, in their order. */
export async function applyStep(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  await ensureRun(desk, entry)
  const files = step.manifests ?? []
  for (const file of files) await applyFile(desk.apply, await desk.files.open(entry, file))
  // Each file has told of its own objects alone.
  if (files.length > 1)
    window.setStatusBarMessage(
      l10n.t('$(check) All {0} files of “{1}” are applied.', files.length, step.title),
      5000
    )
}
