import { l10n, window } from 'vscode'
import type { Lab } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { Cancelled, UserError } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { ProgressStore } from './progress-store.ts'

export async function pickLab(
  catalog: readonly CatalogEntry[],
  progress: ProgressStore
): Promise<CatalogEntry> {
  if (catalog.length === 0) throw new UserError(l10n.t('There are no labs to choose from.'))
  const items = catalog.map(entry => {
    const { lab } = entry
    const done = lab.steps.filter(({ id }) => progress.of(lab.id, id)?.done).length
    return {
      label: lab.title,
      description: [
        l10n.t('{0} · {1} · {2} min', lab.group, lab.level, lab.minutes),
        done === 0 ? '' : l10n.t('{0} of {1} steps done', done, lab.steps.length)
      ]
        .filter(part => part !== '')
        .join(' · '),
      detail: lab.description,
      entry
    }
  })
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Labs'),
    placeHolder: l10n.t('Choose a lab'),
    matchOnDescription: true,
    matchOnDetail: true
  })
  if (!picked) throw new Cancelled('no lab was chosen')
  return picked.entry
}

export async function pickStep(lab: Lab, progress: ProgressStore): Promise<LabStep> {
  const items = lab.steps.map(step => ({
    label: `$(${stepIcon(progress, lab, step)}) ${step.title}`,
    description: step.backlog?.join(', ') ?? '',
    detail: step.goal,
    step
  }))
  const picked = await window.showQuickPick(items, {
    title: lab.title,
    placeHolder: l10n.t('Choose a step')
  })
  if (!picked) throw new Cancelled('no step was chosen')
  return picked.step
}

function stepIcon(progress: ProgressStore, lab: Lab, { id }: LabStep): string {
  if (progress.of(lab.id, id)?.done) return 'pass-filled'
  return progress.isSkipped(lab.id, id) ? 'debug-step-over' : 'circle-outline'
}
