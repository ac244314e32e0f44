import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  commands,
  extensions,
  languages,
  Uri,
  window,
  workspace,
  type Diagnostic,
  type TextDocument
} from 'vscode'
import type { ExtensionApi } from '../../src/extension/main.ts'
import { extensionId } from '../../src/extension/ids.ts'
import type { TreeNode } from '../../src/extension/views/tree-node.ts'

export interface EditorTest {
  readonly title: string
  readonly act: () => Promise<void>
}

/** Asks again until the answer is there; fails with the last problem after `limit` milliseconds. */
export async function eventually<Value>(
  what: string,
  ask: () => Value | undefined | false | Promise<Value | undefined | false>,
  limit = 15_000
): Promise<Value> {
  const end = performance.now() + limit
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() > end) throw new Error(`${what} did not happen within ${limit} ms`)
    await new Promise(next => setTimeout(next, 25))
  }
}

export function folder(): Uri {
  const first = workspace.workspaceFolders?.[0]
  if (!first) throw new Error('The test window has no folder.')
  return first.uri
}

/** Opens a file of the workspace in an editor. */
export async function open(...segments: readonly string[]): Promise<TextDocument> {
  const text = await workspace.openTextDocument(Uri.joinPath(folder(), ...segments))
  await window.showTextDocument(text)
  return text
}

/**
 * Puts a file of the workspace in place in one piece. A write empties the file first, and the editor, which
 * reads after each change, would take that for the content when the next write comes at once.
 */
export function put(content: string | Uint8Array, ...segments: readonly string[]): void {
  const file = Uri.joinPath(folder(), ...segments).fsPath
  const written = path.join(path.dirname(folder().fsPath), 'being-written')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(written, content)
  renameSync(written, file)
}

/** Puts a file of the workspace in place and opens it; what an editor had of it, typed or not, gives way to it. */
export async function write(name: string, content: string): Promise<TextDocument> {
  put(content, name)
  const text = await open(name)
  if (text.isDirty) await commands.executeCommand('workbench.action.files.revert')
  const shown = asShown(content)
  await eventually(`${name} in the editor`, () => asShown(text.getText()) === shown)
  return text
}

/** An editor shows no byte order mark, and one kind of line end. */
function asShown(content: string): string {
  return content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}

export function ours(text: TextDocument): readonly Diagnostic[] {
  return languages.getDiagnostics(text.uri).filter(({ source }) => source === 'netlabs')
}

export async function api(): Promise<ExtensionApi> {
  const extension = extensions.getExtension<ExtensionApi>(extensionId)
  if (!extension) throw new Error(`${extensionId} is not installed.`)
  return extension.activate()
}

/** All rows of a tree as `label | description`. */
export function rowsOf(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap(({ label, description, children }) => [
    `${label} | ${description ?? ''}`,
    ...rowsOf(children)
  ])
}

/** What the Cluster view shows. */
export async function clusterRows(): Promise<string[]> {
  return rowsOf((await api()).clusterRows())
}
