import { schemaChecks } from '../../src/language/schema-checks.ts'
import type { CheckMeta } from '../../src/rules/define-rule.ts'
import { ruleIds } from './rule-index.ts'

/** One page for each check under `docs/rules`, and the list of all. */
export async function generateRuleDocs(): Promise<Map<string, string>> {
  const rules = await Promise.all(
    ruleIds().map(async id => {
      const module = (await import(`../../src/rules/${id}.ts`)) as { readonly default: CheckMeta }
      return module.default
    })
  )
  const pages = new Map<string, string>()
  const checks = [...rules, ...Object.values(schemaChecks)]
  for (const check of checks) pages.set(`docs/rules/${check.id}.md`, pageOf(check))
  pages.set('docs/rules/README.md', listOf(rules, Object.values(schemaChecks)))
  return pages
}

function pageOf(check: CheckMeta): string {
  const { bad, good, see } = check.docs
  const parts = [
    `# ${check.id}`,
    `**${check.what}**`,
    check.why,
    check.todo,
    `Severity: ${check.severity}. Tags: ${check.tags.join(', ')}.`
  ]
  if (bad !== '') parts.push('## With the fault', yaml(bad))
  if (good !== '') parts.push('## Without it', yaml(good))
  if (check.labs && check.labs.length > 0)
    parts.push(`## Labs`, check.labs.map(lab => `- ${lab}`).join('\n'))
  if (see.length > 0) parts.push('## Sources', see.map(url => `- <${url}>`).join('\n'))
  parts.push(
    '## To leave it out',
    yaml(`# netlabs-disable-next-line ${check.id} -- why it is right here\n`)
  )
  return `${parts.join('\n\n')}\n`
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``
}

function listOf(rules: readonly CheckMeta[], checks: readonly CheckMeta[]): string {
  return [
    '# Checks',
    'What `netlabs lint` and the editor tell about a manifest. An id never changes its meaning.',
    `## Rules: what the API server accepts and the network would still not do as meant (${rules.length})`,
    table(rules),
    '## What YAML and the API server say',
    table(checks),
    ''
  ].join('\n\n')
}

/** Columns padded as Prettier pads them, so that the page is the same after formatting. */
function table(checks: readonly CheckMeta[]): string {
  const rows = checks.map(({ id, severity, what }) => [`[${id}](${id}.md)`, severity, what])
  const all = [['check', 'severity', 'what'], ...rows]
  const widths = [0, 1, 2].map(i => Math.max(...all.map(row => (row[i] ?? '').length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return [line(all[0] ?? []), rule, ...rows.map(line)].join('\n')
}
