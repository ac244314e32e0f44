import { markdownTable } from '../../../scripts/generate/markdown-table.ts'
import { unprovenSection } from '../../../scripts/generate/unproven-checks.ts'
import { schemaChecks } from '../../../src/language/schema-checks.ts'
import { rules } from '../../../src/rules/index.generated.ts'
import { groupBy } from '../../../src/base/group-by.ts'
import type { Comparison, Outcome } from './compare.ts'
import { differences, refusedElsewhere } from './differences.ts'

/** The name under which a difference is explained: the file and the number of the document in it. */
export function nameOf({ question }: Comparison): string {
  return `${question.file}#${question.document + 1}`
}

export function isDifference({ outcome }: Comparison): boolean {
  return outcome === 'miss' || outcome === 'false alarm' || outcome === 'other field'
}

/** What is wrong with the list of reasons, a sentence each: a difference without one, one without a difference. */
export function unexplained(
  compared: readonly Comparison[],
  reasons: Readonly<Record<string, string>> = differences,
  elsewhere: Readonly<Record<string, string>> = refusedElsewhere
): string[] {
  const differing = compared.filter(isDifference)
  const names = new Set(differing.map(nameOf))
  return [
    ...differing.filter(one => reasons[nameOf(one)] === undefined).map(described),
    ...Object.keys(reasons)
      .filter(name => !names.has(name))
      .map(name => `${name}: a difference is explained that there is not.`),
    ...Object.keys(elsewhere)
      .filter(rule => documentsOf(rule, compared).length === 0)
      .map(rule => `${rule}: no document shows that somebody else refuses what it reports.`)
  ]
}

/** The documents that the API server takes and that a check says others refuse. */
function documentsOf(rule: string, compared: readonly Comparison[]): readonly Comparison[] {
  return compared.filter(
    ({ outcome, findings }) =>
      outcome === 'refused elsewhere' && findings.some(finding => finding.rule === rule)
  )
}

/** One comparison in full: what the server says, and what we say. */
export function described(comparison: Comparison): string {
  const { question, outcome, answers, findings } = comparison
  const words = answers.flatMap(answer => ('words' in answer ? answer.words : []))
  const server = words.length > 0 ? words : ['accepts it']
  const ours = findings.map(
    ({ severity, rule, path, what }) => `${severity} ${rule} ${path}: ${what}`
  )
  return [
    `${question.file}:${question.line} ${question.kind}: ${told[outcome]}`,
    ...server.map(line => `  server: ${line}`),
    ...(ours.length > 0 ? ours : ['nothing']).map(line => `  ours:   ${line}`)
  ].join('\n')
}

const told: Readonly<Record<Outcome, string>> = {
  accepted: 'accepted by both',
  refused: 'refused by both',
  miss: 'MISS, the server refuses it',
  'refused elsewhere': 'accepted by the server and refused elsewhere',
  'false alarm': 'FALSE ALARM, the server accepts it',
  'other field': 'OTHER FIELD, refused by both for different reasons',
  'not compared': 'not compared'
}

/** The page docs/fidelity.md. */
export function fidelityPage(judge: string, compared: readonly Comparison[]): string {
  const explained = compared.filter(isDifference)
  return [
    '# Fidelity of the linter',
    `Written by \`npm run oracle -- --write\`; do not edit. Every manifest that the linter is tested with or that the extension shows was sent to ${judge}: as a strict dry-run, as a lenient one where that was refused, and as a real create where it asks for an address or a port, since a dry-run reserves none. An *error* of the linter claims that the object is refused: by the API server, at a field that the server names, or by the webhook, the API server or the program of the project that the kind is of, of which only the definitions were installed here. Whatever the server takes is no error otherwise.`,
    summary(compared),
    '## By kind',
    kinds(compared),
    'Not compared are kinds that this server does not know, and objects about which it answers by something else than themselves:',
    others(compared),
    '## By check',
    'Documents in which a check reports something, and what the server makes of these documents. Below the level *error* a check speaks of what the server accepts and the network would still not do as meant.',
    checks(compared),
    '## Refused elsewhere',
    'Checks at the level *error* of what the API server itself takes, and who refuses it:',
    elsewhere(compared),
    `## Differences (${explained.length})`,
    explained.length === 0 ? 'None.' : explained.map(difference).join('\n'),
    unprovenSection(),
    ''
  ].join('\n\n')
}

function summary(compared: readonly Comparison[]): string {
  const count = counter(compared)
  return `Of ${compared.length} documents ${count('accepted')} are accepted by both, ${count('refused')} refused by both, ${count('refused elsewhere')} accepted here and refused by somebody else, ${compared.filter(isDifference).length} differ for reasons that stand below, and ${count('not compared')} were not compared.`
}

function kinds(compared: readonly Comparison[]): string {
  const rows = [...groupBy(compared, ({ question }) => question.kind)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, own]) => {
      const count = counter(own)
      const differ = own.filter(isDifference).length
      const middle = [count('accepted'), count('refused'), count('refused elsewhere')]
      return [kind, own.length, ...middle, differ, count('not compared')]
    })
  const head = [
    'kind',
    'documents',
    'accepted by both',
    'refused by both',
    'refused elsewhere',
    'differ',
    'not compared'
  ]
  return markdownTable(head, rows.map(texts))
}

function others(compared: readonly Comparison[]): string {
  const lines = compared.flatMap(one =>
    one.answers.flatMap(answer =>
      answer.said === 'other' ? [`- \`${nameOf(one)}\`: ${answer.words.join(' ')}`] : []
    )
  )
  return lines.length === 0 ? 'none.' : lines.join('\n')
}

function checks(compared: readonly Comparison[]): string {
  const rows = [...rules, ...Object.values(schemaChecks)].flatMap(({ id, severity }) => {
    const own = compared.filter(({ findings }) => findings.some(({ rule }) => rule === id))
    const refused = own.filter(({ answers }) => answers.some(isRefusal))
    const accepted = own.filter(({ answers }) => answers.every(({ said }) => said === 'accepted'))
    return own.length === 0 ? [] : [[id, severity, own.length, refused.length, accepted.length]]
  })
  return markdownTable(['check', 'level', 'documents', 'refused', 'accepted'], rows.map(texts))
}

function elsewhere(compared: readonly Comparison[]): string {
  const rows = Object.entries(refusedElsewhere).map(([rule, by]) => [
    rule,
    documentsOf(rule, compared).length,
    by
  ])
  return markdownTable(['check', 'documents', 'refused by'], rows.map(texts))
}

function isRefusal({ said }: Comparison['answers'][number]): boolean {
  return said === 'refused' || said === 'no-such-kind'
}

function difference(comparison: Comparison): string {
  const name = nameOf(comparison)
  return `- \`${name}\` (${comparison.question.kind}), ${comparison.outcome}: ${differences[name] ?? ''}`
}

function counter(compared: readonly Comparison[]): (outcome: Outcome) => number {
  return wanted => compared.filter(({ outcome }) => outcome === wanted).length
}

function texts(row: readonly (string | number)[]): string[] {
  return row.map(String)
}
