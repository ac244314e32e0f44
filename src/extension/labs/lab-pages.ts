import { commands, l10n, Uri, ViewColumn, window, workspace } from 'vscode'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { UserError } from '../host/user-error.ts'
import { extensionId } from '../ids.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import { chooseLab, chooseStep, nextStepOf, type LabDesk } from './lab-desk.ts'
import { stepArgument } from './step-argument.ts'

/**
 * Opens a lab: its walkthrough, or for a lab of the workspace the page of the step that is next, because
 * walkthroughs are fixed when the extension is packaged.
 */
export async function openLab(desk: LabDesk, args: readonly unknown[]): Promise<CatalogEntry> {
  const entry = await chooseLab(desk, args)
  const { lab } = entry
  const named = lab.steps.find(({ id }) => id === stepArgument(args).step)
  if (entry.origin === 'workspace') {
    await showPage(entry, named ?? nextStepOf(entry, desk.progress) ?? lab.steps[0])
    return entry
  }
  const category = `${extensionId}#${lab.id}`
  await commands.executeCommand(
    'workbench.action.openWalkthrough',
    named ? { category, step: named.id } : category,
    false
  )
  return entry
}

/** Opens the page of a step by itself. */
export async function openPage(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  await showPage(entry, step)
}

async function showPage({ folder }: CatalogEntry, { page }: LabStep): Promise<void> {
  await commands.executeCommand('markdown.showPreview', Uri.joinPath(folder, page))
}

/** Opens the step's manifest beside its page. */
export async function openManifest(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  const { entry, step } = await chooseStep(desk, args)
  await showManifest(desk, entry, step, stepArgument(args).file)
}

export async function showManifest(
  { files }: LabDesk,
  entry: CatalogEntry,
  step: LabStep,
  named?: string
): Promise<void> {
  const all = filesToDo(step)
  const file = all.find(one => one === named || one.endsWith(`/${named ?? ''}`)) ?? all[0]
  if (file === undefined) throw new UserError(l10n.t('The step “{0}” has no manifest.', step.title))
  await showBeside(await files.open(entry, file))
}

/** Shows a file of the learner beside the walkthrough, or where it is open already. */
export async function showBeside(uri: Uri): Promise<void> {
  const shown = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString()
  )
  // The walkthrough is no text editor, and the manifest belongs beside it; otherwise it joins the texts.
  const place = window.activeTextEditor ? ViewColumn.Active : ViewColumn.Beside
  await window.showTextDocument(await workspace.openTextDocument(uri), {
    viewColumn: shown?.viewColumn ?? place,
    preview: false
  })
}

/** What the learner works on: the files to start from, or the ones that finish the step. */
function filesToDo(step: LabStep): readonly string[] {
  return step.manifests?.length ? step.manifests : (step.solution ?? [])
}
