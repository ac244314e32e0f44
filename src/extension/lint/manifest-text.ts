import type { DocumentFilter, TextDocument } from 'vscode'

/** The languages in which manifests are written. */
export const manifestLanguages: readonly DocumentFilter[] = [{ language: 'yaml' }]

/** Whether a text may hold manifests: a file of ours or of the user, never what is shown of a cluster. */
export function isManifestText(text: TextDocument): boolean {
  return text.languageId === 'yaml' && text.uri.scheme !== 'netlabs'
}
