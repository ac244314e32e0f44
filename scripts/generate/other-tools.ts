/** `docs/rules/other-tools.md`: what other programs check about the network, and which check of ours says it. */
import { schemaChecks } from '../../src/language/schema-checks.ts'
import { markdownTable } from './markdown-table.ts'
import { otherTools, type OtherCheck } from './other-tools-data.ts'
import { ruleIds } from './rule-index.ts'

/** @throws Error when the table names a check that there is not */
export function generateOtherTools(): Map<string, string> {
  const ids = new Set<string>([...ruleIds(), ...Object.keys(schemaChecks)])
  const row = ([name, ours]: OtherCheck): string[] => {
    if (typeof ours === 'string') return [name, `none. ${ours}`]
    const missing = ours.find(id => !ids.has(id))
    if (missing !== undefined) throw new Error(`The table of other tools names ${missing}.`)
    return [name, ours.map(id => `[${id}](${id}.md)`).join(', ')]
  }
  const all = otherTools.flatMap(({ checks }) => checks)
  const covered = all.filter(([, ours]) => typeof ours !== 'string').length
  const parts = otherTools.flatMap(({ tool, source, checks }) => [
    `## ${tool}`,
    `<${source}>`,
    markdownTable(['check', 'ours'], checks.map(row))
  ])
  return new Map([
    [
      'docs/rules/other-tools.md',
      [
        '# What other tools check about the network',
        `The checks of other programs that concern the network, ${all.length} in groups as their own lists have them; ${covered} of them have a check of ours, for the others stands why not. [All checks](README.md), [how fast they are side by side](../benchmarks.md).`,
        ...parts,
        ''
      ].join('\n\n')
    ]
  ])
}
