import { randomBytes } from 'node:crypto'
import { l10n, type Uri, window, workspace, type QuickPickItem } from 'vscode'
import { practiceChoice, practiceContext } from '../cluster/context-choice.ts'
import { pickContext } from '../cluster/context-picker.ts'
import { Cancelled } from '../host/user-error.ts'
import { systemClock } from '../../node/system-clock.ts'
import { cleanUpRun } from './clean-up-lab.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import { chooseLab, nextStepOf, type LabDesk } from './lab-desk.ts'
import { openLab, showManifest } from './lab-pages.ts'
import { restoreObjects } from './restore-objects.ts'
import type { LabRun } from './run-store.ts'

/**
 * Begins a lab: asks where to play it and where its manifests are to be, lays them out, and opens the page with
 * the first manifest beside it. A lab that was begun goes on where it was left, or begins anew.
 */
export async function startLab(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const entry = await chooseLab(desk, args)
  const run = desk.runs.of(entry.lab.id)
  if (run && (await wantsToGoOn(desk, entry, run))) return goOn(desk, entry, run)
  await askForContext(desk, entry)
  const folder = await askForFolder(desk, entry)
  await begin(desk, entry, folder)
  await show(desk, entry)
}

/** The run of a lab, begun in the chosen context and the usual folder when there is none: nothing is asked. */
export async function ensureRun(desk: LabDesk, entry: CatalogEntry): Promise<LabRun> {
  return (
    desk.runs.of(entry.lab.id) ?? (await startedIn(desk, entry, desk.files.folderOf(entry.lab.id)))
  )
}

interface Choice extends QuickPickItem {
  readonly does: 'go-on' | 'anew' | 'here' | 'practice' | 'other'
}

async function pick(items: readonly Choice[], title: string, ask: string): Promise<Choice['does']> {
  const picked = await window.showQuickPick(items, { title, placeHolder: ask })
  if (!picked) throw new Cancelled('the lab was not started')
  return picked.does
}

async function wantsToGoOn(desk: LabDesk, { lab }: CatalogEntry, run: LabRun): Promise<boolean> {
  const next = nextStepOf({ lab }, desk.progress)
  const since = new Date(run.startedAt).toLocaleString()
  const does = await pick(
    [
      {
        label: l10n.t('$(debug-continue) Go on'),
        description: next
          ? l10n.t('at “{0}” in {1}', next.title, run.context)
          : l10n.t('all steps are done'),
        detail: l10n.t('Begun {0}. Your files stay as they are.', since),
        does: 'go-on'
      },
      {
        label: l10n.t('$(discard) Begin anew'),
        detail: l10n.t(
          'What the lab made in the cluster is removed and its progress forgotten. Your files stay as they are.'
        ),
        does: 'anew'
      }
    ],
    lab.title,
    l10n.t('This lab was begun before')
  )
  if (does === 'go-on') return true
  await cleanUpRun(desk, run)
  await desk.progress.forget(
    lab.id,
    lab.steps.map(({ id }) => id)
  )
  await desk.runs.end(lab.id)
  return false
}

async function askForContext({ apply }: LabDesk, { lab }: CatalogEntry): Promise<void> {
  const { session } = apply
  const here: Choice = {
    label: `$(plug) ${session.context}`,
    description: l10n.t('the context of this workspace'),
    detail: l10n.t('The lab makes its Namespaces there: {0}.', lab.namespaces.join(', ')),
    does: 'here'
  }
  const practice: Choice = {
    label: `$(mortar-board) ${practiceContext}`,
    description: l10n.t('simulated'),
    detail: l10n.t('A cluster inside the editor: nothing to install, nothing to break'),
    does: 'practice'
  }
  const other: Choice = { label: l10n.t('Another context of the kubeconfig …'), does: 'other' }
  const does = await pick(
    session.isPractice ? [practice, other] : [here, practice, other],
    lab.title,
    l10n.t('Where do you want to play it?')
  )
  if (does === 'practice') await session.choose(practiceChoice)
  else if (does === 'other') await pickContext(session)
  else await session.cluster()
}

async function askForFolder({ files }: LabDesk, { lab }: CatalogEntry): Promise<Uri> {
  const usual = files.folderOf(lab.id)
  const items = [
    {
      label: `$(folder) ${workspace.asRelativePath(usual)}`,
      description: l10n.t('Files that are there already stay as they are'),
      other: false
    },
    { label: l10n.t('$(folder-opened) Another folder …'), other: true }
  ]
  const picked = await window.showQuickPick(items, {
    title: lab.title,
    placeHolder: l10n.t('Where do you want the lab’s manifests?')
  })
  if (!picked) throw new Cancelled('no folder was chosen')
  if (!picked.other) return usual
  const [folder] =
    (await window.showOpenDialog({
      title: l10n.t('A folder for the lab’s manifests'),
      openLabel: l10n.t('Put Them Here'),
      canSelectFiles: false,
      canSelectFolders: true
    })) ?? []
  if (!folder) throw new Cancelled('no folder was chosen')
  return folder
}

/** A value that a label can have. */
function newRunId(lab: string): string {
  return `${lab.slice(0, 40)}-${randomBytes(4).toString('hex')}`
}

function startedIn({ runs, apply }: LabDesk, { lab }: CatalogEntry, folder: Uri): Promise<LabRun> {
  return runs.start({
    lab: lab.id,
    run: newRunId(lab.id),
    folder: folder.toString(),
    context: apply.session.context,
    startedAt: systemClock.now()
  })
}

async function begin(desk: LabDesk, entry: CatalogEntry, folder: Uri): Promise<void> {
  await startedIn(desk, entry, folder)
  const { written, kept } = await desk.files.layOut(entry)
  const place = workspace.asRelativePath(folder)
  // A notification without a button shows one line, so what a person may not expect stands first.
  const said =
    kept.length > 0
      ? l10n.t('Kept as you left it in {0}: {1}.', place, kept.join(', '))
      : written.length > 0
        ? l10n.t('The lab’s manifests are in {0}.', place)
        : undefined
  if (said !== undefined) void window.showInformationMessage(said)
}

/** The practice cluster begins empty with every window, so what the steps have made before is made again. */
async function goOn(desk: LabDesk, entry: CatalogEntry, run: LabRun): Promise<void> {
  const { session } = desk.apply
  if (run.context !== session.context) {
    if (run.context === practiceContext) await session.choose(practiceChoice)
    else
      void window.showInformationMessage(
        l10n.t(
          'The lab was begun in {0}, and the context is {1} now. Choose {0} to go on there.',
          run.context,
          session.context
        )
      )
  }
  await restoreObjects(desk, entry)
  await show(desk, entry)
}

async function show(desk: LabDesk, entry: CatalogEntry): Promise<void> {
  await openLab(desk, [entry.lab.id])
  const next = nextStepOf(entry, desk.progress)
  if (next && (next.manifests?.length ?? 0) > 0) await showManifest(desk, entry, next)
}
