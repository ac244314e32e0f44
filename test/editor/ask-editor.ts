/** What the editor itself answers, from all extensions together, as its commands for other extensions say it. */
import {
  commands,
  MarkdownString,
  Position,
  SnippetString,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  type Hover,
  type Range,
  type TextDocument
} from 'vscode'
import { ours } from './editor-test.ts'

/** The place of the first or of another `word` in a text, inside of it. */
export function placeOf(text: TextDocument, word: string, nth = 0): Position {
  let at = -1
  for (let n = 0; n <= nth; n++) at = text.getText().indexOf(word, at + 1)
  if (at < 0) throw new Error(`There is no ${word} in ${text.uri.path}.`)
  return text.positionAt(at + 1)
}

export function rulesOf(text: TextDocument): string[] {
  return ours(text).map(({ code }) => (typeof code === 'object' ? String(code.value) : ''))
}

export async function completionsAt(
  text: TextDocument,
  at: Position
): Promise<readonly CompletionItem[]> {
  const list = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    text.uri,
    at
  )
  return list.items
}

export function labelOf({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label
}

export function insertedBy({ insertText }: CompletionItem): string {
  return insertText instanceof SnippetString ? insertText.value : (insertText ?? '')
}

export async function hoverAt(text: TextDocument, at: Position): Promise<string> {
  const hovers = await commands.executeCommand<readonly Hover[]>(
    'vscode.executeHoverProvider',
    text.uri,
    at
  )
  return hovers
    .flatMap(({ contents }) => contents)
    .map(content => (content instanceof MarkdownString ? content.value : ''))
    .join('\n')
}

export async function actionsAt(
  text: TextDocument,
  range: Range,
  kind: string
): Promise<readonly CodeAction[]> {
  return commands.executeCommand('vscode.executeCodeActionProvider', text.uri, range, kind)
}
