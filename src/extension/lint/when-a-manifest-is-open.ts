import { workspace, type TextDocument } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { isManifestText } from './manifest-text.ts'

/** Calls back once, when a YAML file or a manifest in JSON is open. */
export function whenAManifestIsOpen(callback: () => void): Disposable {
  if (workspace.textDocuments.some(isManifestText)) {
    callback()
    return { dispose() {} }
  }
  const waiting = new Disposables()
  const look = (text: TextDocument): void => {
    if (!isManifestText(text)) return
    waiting.dispose()
    callback()
  }
  waiting.add(workspace.onDidOpenTextDocument(look))
  // JSON may become a manifest while it is written.
  waiting.add(workspace.onDidChangeTextDocument(({ document }) => look(document)))
  return waiting
}
