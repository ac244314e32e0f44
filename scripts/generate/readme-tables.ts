import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  commandTable,
  settingTable,
  type CommandFacts,
  type SettingFacts
} from '../../src/extension/ids.ts'
import { markdownTable } from './markdown-table.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

/** README.md with its tables of settings and commands written anew between their marks. */
export function generateReadmeTables(): Map<string, string> {
  const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<
    string,
    string
  >
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const written = between(between(readme, 'settings', settings(texts)), 'commands', commands(texts))
  return new Map([['README.md', written]])
}

function settings(texts: Readonly<Record<string, string>>): string {
  const rows = Object.entries<SettingFacts>(settingTable).map(([id, facts]) => [
    `\`${id}\``,
    `\`${JSON.stringify(facts.default)}\``,
    texts[`setting.${id}`] ?? ''
  ])
  return markdownTable(['setting', 'default', 'what it does'], rows)
}

/** When a command can be run, for a person. A condition that has no words here is a mistake. */
function whenWords(enablement: string): string {
  const words: Readonly<Record<string, string>> = {
    'netlabs.practiceRunning': 'while the practice cluster runs',
    'netlabs.labsFiltered': 'while the labs are filtered',
    isWorkspaceTrusted: 'in a workspace that is trusted'
  }
  const said = words[enablement]
  if (said === undefined) throw new Error(`Nobody has words for ${enablement}.`)
  return said
}

/** What the command palette can offer. Commands that need what only a view knows are left out. */
function commands(texts: Readonly<Record<string, string>>): string {
  const rows = Object.entries<CommandFacts>(commandTable)
    .filter(([, { palette }]) => palette !== false)
    .map(([id, { palette, enablement }]) => [
      `${texts.category ?? ''}: ${texts[`command.${id}`] ?? ''}`,
      palette !== undefined
        ? 'in a manifest'
        : enablement === undefined
          ? 'always'
          : whenWords(enablement)
    ])
  return markdownTable(['command', 'when'], rows)
}

/** @throws Error when the text lacks the marks */
function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`README.md lacks the marks ${start} and ${end}.`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}
