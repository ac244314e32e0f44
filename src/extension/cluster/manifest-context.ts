import { commands, window, workspace } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { contextKeys } from '../ids.ts'
import { isManifestText } from '../lint/manifest-text.ts'
import { manifestDocumentsOf } from './manifest-documents.ts'

/** A menu is not opened within this many milliseconds of a keystroke. */
const quiet = 300

/** Keeps the context key that tells menus whether the active editor shows Kubernetes objects. */
export function watchManifestContext(): Disposable {
  let last: boolean | undefined
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    const text = window.activeTextEditor?.document
    const now = text !== undefined && isManifestText(text) && manifestDocumentsOf(text).length > 0
    if (now === last) return
    last = now
    void commands.executeCommand('setContext', contextKeys.inManifest, now)
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(look, quiet)
  }
  const disposables = new Disposables()
  disposables.add({ dispose: () => clearTimeout(timer) })
  disposables.add(window.onDidChangeActiveTextEditor(look))
  disposables.add(
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) soon()
    })
  )
  // Not at once: activation waits for nothing.
  soon()
  return disposables
}
