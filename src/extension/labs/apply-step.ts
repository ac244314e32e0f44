import { applyFile } from '../cluster/apply-manifest.ts'
import { chooseStep, type LabDesk } from './lab-desk.ts'
import { ensureRun } from './start-lab.ts'

/** Applies the step's manifests as the learner has them, in their order. */
export async function applyStep(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  await ensureRun(desk, entry)
  for (const file of step.manifests ?? [])
    await applyFile(desk.apply, await desk.files.open(entry, file))
}
