import { l10n } from 'vscode'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { applyFile } from '../cluster/apply-manifest.ts'
import { confirm } from '../cluster/write-permission.ts'
import { UserError } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabDesk } from './lab-desk.ts'
import { removePlaced, stepObjects } from './step-objects.ts'
import type { VerifyRun } from './step-verifier.ts'

export interface Reversal {
  /** With what the step has made. */
  readonly before: StepResult
  /** Without it: has to be open. */
  readonly without?: StepResult
  /** With it again: has to be as before. */
  readonly after?: StepResult
  /** Why it was not reversed, as a sentence. */
  readonly notReversed?: string
  /** What is wrong, as a sentence; nothing when the verdict turns as it should. */
  readonly problem?: string
}

/**
 * Verifies a step, takes away what it has made, and gives it back: a proof that doesn't fall with its cause
 * proves something else. It changes the cluster, so in one that is not the practice cluster the person is asked.
 */
export async function verifyWithReversal(
  desk: LabDesk,
  entry: CatalogEntry,
  step: LabStep,
  run: VerifyRun
): Promise<Reversal> {
  const { verifier, apply, files } = desk
  const before = await verifier.verify(entry, step, run)
  if (before.verdict !== 'pass') return { before }
  const placed = await stepObjects(desk, entry, step)
  if (placed.length === 0)
    return { before, notReversed: l10n.t('The step has made nothing that could be taken away.') }
  if (placed.some(({ objects }) => objects.some(({ kind }) => kind === 'Namespace')))
    return {
      before,
      notReversed: l10n.t('It is not reversed, because all other steps live in its Namespaces.')
    }
  const real = placed.filter(({ cluster }) => !cluster.simulated)
  if (real.length > 0) {
    const contexts = real.map(({ cluster }) => cluster.context).join(', ')
    await confirm(
      l10n.t('Take away what the step has made in {0}, and apply it again?', contexts),
      l10n.t('A proof that doesn’t fall with its cause proves something else.'),
      l10n.t('Reverse in {0}', contexts)
    )
  }
  run.tell(l10n.t('Taking away what the step has made.'))
  const { left } = await removePlaced(desk, placed, run)
  if (left.length > 0) throw new UserError(left.join(' '))
  let without: StepResult
  try {
    without = await verifier.verify(entry, step, run)
  } finally {
    run.tell(l10n.t('Giving it back.'))
    for (const file of step.manifests ?? []) await applyFile(apply, await files.open(entry, file))
  }
  const after = await verifier.verify(entry, step, run)
  return { before, without, after, ...problemOf(without, after) }
}

function problemOf(without: StepResult, after: StepResult): { problem?: string } {
  if (without.verdict === 'pass')
    return { problem: l10n.t('It is still proven without what the step has made.') }
  if (after.verdict !== 'pass')
    return { problem: l10n.t('It is not proven again with it: {0}', after.sentence) }
  return {}
}
