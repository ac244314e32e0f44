/** `walkthroughs/snippets.json`: what the editor offers to start a manifest from. */
import { commonSnippets, type Snippet } from '../../src/language/snippets.ts'
import { snippetsFile } from './contributes.ts'
import { labSnippets } from './snippets/lab-snippets.ts'
import { productLabs } from './walkthroughs.ts'

/**
 * None has a prefix: a prefix is offered at every place of every YAML file, also where it makes no manifest.
 * Our own completion offers them where a document begins; Insert Snippet and Fill File with Snippet offer
 * them always.
 */
export function generateSnippets(): Map<string, string> {
  const entries = [...commonSnippets, ...labSnippets(productLabs())].map(entryOf)
  const names = new Set(entries.map(([name]) => name))
  if (names.size !== entries.length) throw new Error('Two snippets have the same name.')
  return new Map([[snippetsFile, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`]])
}

function entryOf({ label, detail, body }: Snippet): [string, object] {
  return [label, { description: detail, isFileTemplate: true, body }]
}
