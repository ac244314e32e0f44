import { l10n, window } from 'vscode'
import type { Lab } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { Cancelled, UserError } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'

export async function pickLab(catalog: readonly CatalogEntry[]): Promise<CatalogEntry> {
  if (catalog.length === 0) throw new UserError(l10n.t('There are no labs to choose from.'))
  const items = catalog.map(entry => ({
    label: entry.lab.title,
    description: l10n.t('{0} · {1} min', entry.lab.group, entry.lab.minutes),
    detail: entry.lab.description,
    entry
  }))
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Labs'),
    placeHolder: l10n.t('Choose a lab'),
    matchOnDetail: true
  })
  if (!picked) throw new Cancelled('no lab was chosen')
  return picked.entry
}

export async function pickStep(lab: Lab): Promise<LabStep> {
  const items = lab.steps.map(step => ({
    label: step.title,
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
