import { l10n, window, workspace, type QuickPickItem } from 'vscode'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { cancellable } from '../host/cancellable.ts'
import { Cancelled } from '../host/user-error.ts'
import { cleanUpRun } from './clean-up-lab.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import { chooseLab, type LabDesk } from './lab-desk.ts'
import { stepArgument } from './step-argument.ts'
import { removePlaced, stepObjects } from './step-objects.ts'

interface Part extends QuickPickItem {
  readonly part: 'progress' | 'objects' | 'files'
}

/** Takes a lab or one of its steps back to its beginning, as far as the person wants it. */
export async function resetLab(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const entry = await chooseLab(desk, args)
  const { step: stepId } = stepArgument(args)
  const step = entry.lab.steps.find(({ id }) => id === stepId)
  const steps = step ? [step] : entry.lab.steps
  const picked = await window.showQuickPick(parts(desk, entry, steps), {
    title: l10n.t('Reset {0}', step?.title ?? entry.lab.title),
    placeHolder: l10n.t('What do you want to take back?'),
    canPickMany: true
  })
  if (!picked) throw new Cancelled('nothing was reset')
  const wanted = new Set(picked.map(({ part }) => part))
  const said: string[] = []
  if (wanted.has('objects')) said.push(await removeObjectsOf(desk, entry, step))
  if (wanted.has('files')) said.push(await putFilesBack(desk, entry, steps))
  if (wanted.has('progress')) {
    await desk.progress.forget(
      entry.lab.id,
      steps.map(({ id }) => id)
    )
    said.push(
      l10n.t(
        'The progress is forgotten, and the walkthrough’s own ticks go when the window is opened again.'
      )
    )
  }
  if (said.length > 0) void window.showInformationMessage(said.join(' '))
}

function parts(
  { apply, runs, files }: LabDesk,
  { lab }: CatalogEntry,
  steps: readonly LabStep[]
): readonly Part[] {
  const { session } = apply
  const touched = runs.of(lab.id)?.touched ?? []
  const made = [session.context, session.second.context].filter(
    one => one !== undefined && touched.includes(one)
  )
  const names = [...new Set(steps.flatMap(({ manifests = [] }) => manifests))]
  return [
    {
      part: 'progress',
      label: l10n.t('Progress and evidence'),
      picked: true
    },
    ...(made.length > 0 && names.length > 0
      ? [
          {
            part: 'objects',
            label: l10n.t('What it has made in {0}', made.join(', ')),
            detail: l10n.t('Objects that this lab has not made stay.'),
            picked: true
          } as const
        ]
      : []),
    ...(names.length > 0
      ? [
          {
            part: 'files',
            label: l10n.t('Your files in {0}', workspace.asRelativePath(files.folderOf(lab.id))),
            detail: l10n.t('A text of yours is kept beside it, with the ending .mine.')
          } as const
        ]
      : [])
  ]
}

async function removeObjectsOf(
  desk: LabDesk,
  entry: CatalogEntry,
  step: LabStep | undefined
): Promise<string> {
  const run = desk.runs.of(entry.lab.id)
  if (!run) return ''
  const { session } = desk.apply
  const { removed, left } = step
    ? await removeOfStep(desk, entry, step)
    : await cleanUpRun(desk, run)
  const contexts = [session.context, session.second.context].filter(
    one => one !== undefined && run.touched.includes(one)
  )
  return [
    l10n.t('Objects removed from {0}: {1}.', contexts.join(', '), removed.length),
    ...left
  ].join(' ')
}

async function removeOfStep(
  desk: LabDesk,
  entry: CatalogEntry,
  step: LabStep
): ReturnType<typeof cleanUpRun> {
  const placed = await stepObjects(desk, entry, step)
  if (placed.length === 0) return { removed: [], left: [] }
  const contexts = placed.map(({ cluster }) => cluster.context).join(', ')
  return cancellable(l10n.t('Removing from {0}', contexts), run => removePlaced(desk, placed, run))
}

async function putFilesBack(
  { files }: LabDesk,
  entry: CatalogEntry,
  steps: readonly LabStep[]
): Promise<string> {
  const kept: string[] = []
  for (const file of new Set(steps.flatMap(({ manifests = [] }) => manifests))) {
    const name = await files.replace(entry, file)
    if (name !== undefined) kept.push(name)
  }
  return kept.length === 0
    ? l10n.t('The files are as they were at the beginning.')
    : l10n.t(
        'The files are as they were at the beginning, and your text is kept as {0}.',
        kept.join(', ')
      )
}
