import { l10n, window, workspace } from 'vscode'
import { UserError } from '../host/user-error.ts'
import { safeFixesOf } from './code-actions.ts'
import { isManifestText } from './manifest-text.ts'
import type { LiveLanguage } from './live-language.ts'

/** A fix may make room for another one; more rounds than this would be two fixes undoing each other. */
const mostRounds = 5

/** Mends everything in the active file that can only be meant one way. */
export async function fixAllInFile(language: LiveLanguage): Promise<void> {
  const text = window.activeTextEditor?.document
  const features = await language.features()
  if (!text || !isManifestText(text) || !features)
    throw new UserError(l10n.t('Open the manifest that is to be mended first.'))
  for (let round = 0; round < mostRounds; round++) {
    const edit = safeFixesOf(features.lint, text)
    if (!edit) {
      if (round === 0)
        window.setStatusBarMessage(
          l10n.t('Nothing here can be mended without a choice of yours.'),
          5000
        )
      return
    }
    if (!(await workspace.applyEdit(edit)))
      throw new UserError(l10n.t('The editor did not take the changes. Is the file read-only?'))
  }
}
