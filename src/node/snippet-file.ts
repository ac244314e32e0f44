import { readFile } from 'node:fs/promises'
import type { UnknownRecord } from '../base/json.ts'

/** A manifest to start from, see `Snippet` of the language room. */
export interface ReadSnippet {
  readonly label: string
  readonly detail: string
  readonly body: string
}

/** The snippets that the product brings, as VS Code itself reads them: an object by their names. */
export async function readSnippets(file: string): Promise<readonly ReadSnippet[]> {
  const entries = JSON.parse(await readFile(file, 'utf8')) as UnknownRecord
  return Object.entries(entries).map(([label, entry]) => {
    const { description, body } = entry as { readonly description: string; readonly body: string }
    return { label, detail: description, body }
  })
}
