import { commands, l10n, Uri, workspace } from 'vscode'
import { UserError } from '../host/user-error.ts'

/** Captured packets of all labs, in the editor's own storage. They hold what somebody has sent, so nothing sends them on. */
export class Captures {
  readonly #folder: Uri

  constructor(storage: Uri) {
    this.#folder = Uri.joinPath(storage, 'captures')
  }

  /** Gives the place of the file. The same check of the same step takes the place of the one before. */
  async keep(lab: string, name: string, bytes: Uint8Array): Promise<string> {
    const file = Uri.joinPath(this.#folder, lab, name)
    await workspace.fs.writeFile(file, bytes)
    return file.fsPath
  }

  /** Shows the folder where the machine shows its folders. */
  async show(): Promise<void> {
    try {
      await workspace.fs.stat(this.#folder)
    } catch {
      throw new UserError(
        l10n.t('No packets were captured yet. A step with a capture makes one when it is verified.')
      )
    }
    await commands.executeCommand('revealFileInOS', this.#folder)
  }
}
