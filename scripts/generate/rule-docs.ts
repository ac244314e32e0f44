import { lintSettings } from '../../src/language/config/lint-settings.ts'
import { schemaChecks } from '../../src/language/schema-checks.ts'
import type { Finding } from '../../src/language/finding.ts'
import { createLanguageService } from '../../src/language/language-service.ts'
import { schemaSetFrom, type SchemaBundle } from '../../src/api/schema-set.ts'
import type { Lab } from '../../src/labs/lab.ts'
import type { CheckMeta, Rule } from '../../src/rules/define-rule.ts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { markdownTable } from './markdown-table.ts'
import { ruleIds } from './rule-index.ts'
import { productLabs } from './walkthroughs.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

/** One page for each check under `docs/rules`, and the list of all. */
export async function generateRuleDocs(): Promise<Map<string, string>> {
  const rules = await Promise.all(
    ruleIds().map(async id => {
      const module = (await import(`../../src/rules/${id}.ts`)) as { readonly default: Rule }
      return module.default
    })
  )
  const said = linter(rules)
  const labs = productLabs()
  const pages = new Map<string, string>()
  const checks = [...rules, ...Object.values(schemaChecks)]
  for (const check of checks)
    pages.set(`docs/rules/${check.id}.md`, pageOf(check, said(check), labs))
  pages.set('docs/rules/README.md', listOf(rules, Object.values(schemaChecks)))
  return pages
}

/** What a check really tells about the faulty example of its page. */
function linter(rules: readonly Rule[]): (check: CheckMeta) => readonly Finding[] {
  const bundle = readFileSync(path.join(root, 'schemas/kubernetes.json'), 'utf8')
  const schemas = schemaSetFrom(JSON.parse(bundle) as SchemaBundle)
  return ({ id, docs }) => {
    const service = createLanguageService({ schemas, rules })
    service.setFile('example.yaml', docs.bad)
    const minor = docs.kubernetes?.split('.')[1]
    const settings = lintSettings({
      optIns: new Set([id]),
      ...(minor !== undefined && { kubernetesMinor: Number(minor) })
    })
    return service.lint('example.yaml', settings).findings.filter(({ rule }) => rule === id)
  }
}

function pageOf(check: CheckMeta, findings: readonly Finding[], labs: readonly Lab[]): string {
  const { id, severity, tags, what, why, todo, docs } = check
  const parts = [
    `# ${id}`,
    `**${what}**`,
    `Severity: ${severity}${isOptIn(check) ? ', off by default' : ''}. Tags: ${tags.join(', ')}.`,
    '## Why it matters',
    why,
    '## What to do',
    todo
  ]
  if (docs.kubernetes !== undefined)
    parts.push(`The examples are checked for Kubernetes ${docs.kubernetes}.`)
  if (docs.bad !== '') parts.push('## With the fault', fenced('yaml', docs.bad))
  if (findings.length > 0)
    parts.push('What is told about it, before the reason and the advice from above:')
  for (const finding of findings) parts.push(quoted(finding, check))
  if (docs.good !== '') parts.push('## Without it', fenced('yaml', docs.good))
  const fixes = fixesOf(findings)
  if (fixes.length > 0) parts.push('## Quick fixes', fixes.join('\n'))
  const taught = (check.labs ?? []).map(lab => labLink(lab, labs))
  if (taught.length > 0) parts.push('## Labs that teach it', taught.join('\n'))
  if (docs.see.length > 0) parts.push('## Sources', docs.see.map(url => `- <${url}>`).join('\n'))
  if (isOptIn(check))
    parts.push(
      '## To turn it on',
      'In `.netlabs.yaml`, for the command and the editor:',
      fenced('yaml', `enable: ["${id}"]`),
      `For one call: \`netlabs lint --enable ${id}\`.`
    )
  parts.push(
    '## Where it is right as it is',
    'For one line, with the reason:',
    fenced('yaml', `# netlabs-disable-next-line ${id} -- why it is right here`),
    'Everywhere, in `.netlabs.yaml`, for the command and the editor:',
    fenced('yaml', `rules: { "${id}": "off" }`),
    'In the settings of the editor alone:',
    fenced('json', `"netlabs.lint.rules": { "${id}": "off" }`),
    '[All checks](../README.md)'
  )
  return `${parts.join('\n\n')}\n`
}

/** Off by default: an opinion that has to be asked for. */
function isOptIn(check: CheckMeta): boolean {
  return 'optIn' in check && check.optIn === true
}

/** The message without what it shares with every other finding of the check. */
function quoted({ position, message }: Finding, { why, todo }: CheckMeta): string {
  const own = message.replace(why, '').replace(todo, '').replaceAll('  ', ' ').trim()
  return `> line ${position.start.line + 1}: ${own.replaceAll('\n', '\n> ')}`
}

function fixesOf(findings: readonly Finding[]): string[] {
  const fixes = new Map(
    findings.flatMap(({ fixes: offered }) =>
      offered.map(({ title, safe }) => [title, safe] as const)
    )
  )
  return [...fixes].map(
    ([title, safe]) => `- ${title}${safe ? ' (also by `netlabs lint --fix`)' : ''}`
  )
}

/** @throws Error when a check names a lab that there is not */
function labLink(id: string, labs: readonly Lab[]): string {
  const lab = labs.find(one => one.id === id)
  if (!lab) throw new Error(`A check names the lab ${id}, which does not exist.`)
  return `- [${lab.title}](../../../walkthroughs/${id}/${lab.steps[0].page})`
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

function listOf(rules: readonly CheckMeta[], checks: readonly CheckMeta[]): string {
  const row = (check: CheckMeta): string[] => {
    const { id, severity, what } = check
    return [`[${id}](${id}.md)`, isOptIn(check) ? `${severity}, off by default` : severity, what]
  }
  const head = ['check', 'severity', 'what']
  return [
    '# Checks',
    'What `netlabs lint` and the editor tell about a manifest. An id never changes its meaning. [What other tools check, beside it](other-tools.md).',
    `## Rules: what the API server accepts and the network would still not do as meant (${rules.length})`,
    markdownTable(head, rules.map(row)),
    '## What YAML and the API server say',
    markdownTable(head, checks.map(row)),
    ''
  ].join('\n\n')
}
