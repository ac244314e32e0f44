import { window, workspace } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'

/** Calls back once, when a YAML file is open. */
export function whenYamlIsOpen(callback: () => void): Disposable {
  const isOpen = (): boolean =>
    workspace.textDocuments.some(({ languageId }) => languageId === 'yaml') ||
    window.activeTextEditor?.document.languageId === 'yaml'
  if (isOpen()) {
    callback()
    return { dispose() {} }
  }
  const waiting = workspace.onDidOpenTextDocument(({ languageId }) => {
    if (languageId !== 'yaml') return
    waiting.dispose()
    callback()
  })
  return waiting
}
