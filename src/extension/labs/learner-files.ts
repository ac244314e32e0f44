import { l10n, Uri, workspace } from 'vscode'
import { UserError } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'

/**
 * The learner's own copy of a lab's file: in the workspace's folder `labs/<lab>`, or in the extension's
 * storage when no folder is open. A copy that is there already stays as the learner left it.
 */
export async function learnerFile(
  { lab, folder }: CatalogEntry,
  file: string,
  storage: Uri
): Promise<Uri> {
  const base = workspace.workspaceFolders?.[0]?.uri ?? storage
  const copy = Uri.joinPath(base, 'labs', lab.id, file.split('/').at(-1) ?? file)
  if (await exists(copy)) return copy
  const original = Uri.joinPath(folder, file)
  try {
    const text = await workspace.fs.readFile(original)
    await workspace.fs.writeFile(copy, text)
    return copy
  } catch (error) {
    throw new UserError(
      l10n.t('The file {0} can’t be written, so the lab’s manifest is not opened.', copy.path),
      { cause: error }
    )
  }
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri)
    return true
  } catch {
    // stat rejects for what isn't there; that is the answer.
    return false
  }
}
