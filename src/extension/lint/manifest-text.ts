import { workspace, type DocumentFilter, type TextDocument, type Uri } from 'vscode'
import { withoutJsonComments } from '../../yaml/json-comments.ts'

/**
 * The languages in which manifests are written. The Kubernetes extension takes every YAML file below a folder
 * `templates` for `helm`, manifests without a template among them.
 */
export const manifestLanguages: readonly DocumentFilter[] = [
  { language: 'yaml' },
  { language: 'helm' },
  { language: 'json' },
  { language: 'jsonc' }
]

/** Characters over which JSON is data that no person writes. */
const longestJson = 1_000_000

const seen = new WeakMap<TextDocument, { readonly version: number; readonly is: boolean }>()

/**
 * Whether a text may hold manifests. Most JSON is none, so only such as speaks of Kubernetes or of CNI is looked at.
 */
export function isManifestText(text: TextDocument): boolean {
  if (!isOfAuthor(text.uri)) return false
  return isYamlText(text) || (isJsonText(text) && speaksOfKubernetes(text))
}

/**
 * Whether somebody writes there: a file, a text that has none yet, a cell of a notebook. An old version beside a diff
 * and what is shown of a cluster are nobody's manifests, and nothing is a duplicate of them.
 */
export function isOfAuthor({ scheme }: Uri): boolean {
  return (
    ['file', 'untitled', 'vscode-notebook-cell'].includes(scheme) ||
    workspace.workspaceFolders?.some(({ uri }) => uri.scheme === scheme) === true
  )
}

function isYamlText({ languageId }: TextDocument): boolean {
  return languageId === 'yaml' || languageId === 'helm'
}

export function isJsonText({ languageId }: TextDocument): boolean {
  return languageId === 'json' || languageId === 'jsonc'
}

/** Whether a text on disk may be a manifest in JSON. */
export function isManifestJson(text: string): boolean {
  return (text.includes('"apiVersion"') && text.includes('"kind"')) || text.includes('"cniVersion"')
}

/** A text as the language service reads it; every offset is the editor's. */
export function manifestTextOf(text: TextDocument): string {
  return isJsonText(text) ? withoutJsonComments(text.getText()) : text.getText()
}

function speaksOfKubernetes(text: TextDocument): boolean {
  const known = seen.get(text)
  if (known?.version === text.version) return known.is
  const length = text.offsetAt(text.lineAt(text.lineCount - 1).range.end)
  const is = length <= longestJson && isManifestJson(text.getText())
  seen.set(text, { version: text.version, is })
  return is
}
