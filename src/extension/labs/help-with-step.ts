import { commands, l10n, window } from 'vscode'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { solutionOf } from '../../labs/play-lab.ts'
import { applyFile } from '../cluster/apply-manifest.ts'
import { confirm } from '../cluster/write-permission.ts'
import { UserError } from '../host/user-error.ts'
import { chooseLab, chooseStep, nextStepOf, type ChosenStep, type LabDesk } from './lab-desk.ts'
import { openLab, showBeside, showManifest } from './lab-pages.ts'
import { ensureRun } from './start-lab.ts'

const ladder = ['nudge', 'where', 'difference', 'solve'] as const

/**
 * One hint more than the last time. What the last verification has found out comes first, because it knows the
 * present state of the cluster.
 */
export async function takeHint(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  const run = await ensureRun(desk, entry)
  const { lab } = entry
  const taken = Math.min(run.hints[step.id] ?? 0, ladder.length - 1)
  const rung = ladder[taken] ?? 'solve'
  await desk.runs.change(lab.id, { hints: { ...run.hints, [step.id]: taken + 1 } })
  const text = l10n.t('Hint {0} of {1}: {2}', taken + 1, ladder.length, step.hints[rung])
  const next = rung === 'solve' ? l10n.t('Solve It') : l10n.t('Next Hint')
  const picked = await window.showInformationMessage(
    [text, ...presentState(desk, lab.id, step)].join(' '),
    next
  )
  if (picked !== next) return
  const command = rung === 'solve' ? 'netlabs.lab.solve' : 'netlabs.lab.hint'
  await commands.executeCommand(command, { lab: lab.id, step: step.id })
}

function presentState({ progress }: LabDesk, lab: string, { id }: LabStep): readonly string[] {
  const open = progress.of(lab, id)?.checks.find(({ verdict }) => verdict !== 'pass')
  return open ? [l10n.t('Last seen: {0}', open.sentence)] : []
}

/** Puts the solution into the learner's files, applies it and verifies. The learner's own text is kept. */
export async function solveStep(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const chosen = await chooseStep(desk, args)
  const { entry, step } = chosen
  const files = solutionOf(step)
  if (files.length === 0)
    throw new UserError(
      l10n.t('There is nothing to put in for the step “{0}”: {1}', step.title, step.hints.solve)
    )
  await ensureRun(desk, entry)
  const { context } = desk.apply.session
  await confirm(
    l10n.t('Put the solution of “{0}” into your files and apply it to {1}?', step.title, context),
    l10n.t('{0}\n\nA text of yours is kept beside it, with the ending .mine.', step.hints.solve),
    l10n.t('Solve in {0}', context)
  )
  const kept = await putIn(desk, chosen, files)
  await showBeside(desk.files.placeOf(entry, shownOf(files)))
  for (const file of files) await applyFile(desk.apply, desk.files.placeOf(entry, file))
  if (kept.length > 0)
    window.setStatusBarMessage(l10n.t('Your text is kept as {0}.', kept.join(', ')), 8000)
  await commands.executeCommand('netlabs.lab.verify', { lab: entry.lab.id, step: step.id })
}

/** The file that answers the step; the others are as they were. */
function shownOf(files: readonly string[]): string {
  return files.find(file => file.startsWith('solution/')) ?? files[0] ?? ''
}

async function putIn(
  { files }: LabDesk,
  { entry }: ChosenStep,
  names: readonly string[]
): Promise<readonly string[]> {
  const kept: string[] = []
  for (const file of names) {
    const name = await files.replace(entry, file)
    if (name !== undefined) kept.push(name)
  }
  return kept
}

/** Goes past a step. It counts as not done, and its success is no baseline of a later one. */
export async function skipStep(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  await desk.progress.skip(entry.lab.id, step.id)
  const next = nextStepOf(entry, desk.progress)
  const text = l10n.t(
    'The step “{0}” is skipped. It stays open and can be done at any time.',
    step.title
  )
  const goOn = l10n.t('Next Step')
  const picked = await window.showInformationMessage(text, ...(next ? [goOn] : []))
  if (picked === goOn) await nextStep(desk, [entry.lab.id])
}

/** Opens the page of the first step that is open, with its manifest beside it. */
export async function nextStep(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const entry = await chooseLab(desk, args)
  const next = nextStepOf(entry, desk.progress)
  if (!next) {
    void window.showInformationMessage(l10n.t('All steps of “{0}” are done.', entry.lab.title))
    return
  }
  await openLab(desk, [entry.lab.id, next.id])
  if ((next.manifests?.length ?? 0) > 0) await showManifest(desk, entry, next)
}
