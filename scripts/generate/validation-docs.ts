/** `docs/validation.md`: how much of what CustomResourceDefinitions say beyond structure is evaluated. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { useOfRule, type RuleUse } from '../../src/api/cel-rules.ts'
import type { BundleIndex, SchemaBundle } from '../../src/api/schema-set.ts'
import { isRecord, itemsOf, recordOf, stringOf } from '../../src/base/json.ts'
import { markdownTable } from './markdown-table.ts'

const schemas = path.resolve(import.meta.dirname, '..', '..', 'schemas')

export interface ValidationCount {
  readonly label: string
  readonly kinds: number
  /** The texts of the rules in CEL, once for each place that they stand at. */
  readonly rules: readonly string[]
  /** Places with `oneOf`, `anyOf` or `not`. */
  readonly choices: number
}

export function generateValidationDocs(): Map<string, string> {
  return new Map([['docs/validation.md', pageOf(validationCounts())]])
}

/** What the schemas of each project say. */
export function validationCounts(): readonly ValidationCount[] {
  const main = read('kubernetes') as SchemaBundle
  const index = read('custom-kinds') as BundleIndex
  return [
    {
      ...countIn(main.definitions),
      label: `${main.label}, Gateway API`,
      kinds: main.resources.length
    },
    ...Object.entries(index)
      .filter(([name]) => name !== 'configuration')
      .map(([name, { label, resources }]) => ({
        ...countIn(read(name)),
        label,
        kinds: resources.length
      }))
  ]
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(path.join(schemas, `${name}.json`), 'utf8'))
}

/** Walks schemas as schemas, so that a field which is called `oneOf` is none. */
function countIn(definitions: unknown): Pick<ValidationCount, 'rules' | 'choices'> {
  const rules: string[] = []
  let choices = 0
  const visit = (node: unknown): void => {
    if (!isRecord(node)) return
    for (const one of itemsOf(node.validations)) rules.push(stringOf(recordOf(one).rule) ?? '')
    const joined = [node, ...itemsOf(node.allOf).map(recordOf)]
    if (joined.some(({ oneOf, anyOf, not }) => (oneOf ?? anyOf ?? not) !== undefined)) choices++
    for (const child of Object.values(recordOf(node.properties))) visit(child)
    visit(node.items)
    visit(node.additionalProperties)
  }
  for (const definition of Object.values(recordOf(definitions))) visit(definition)
  return { rules, choices }
}

function pageOf(counts: readonly ValidationCount[]): string {
  const of = (rules: readonly string[], use: RuleUse): number =>
    rules.filter(rule => useOfRule(rule) === use).length
  const row = ({ label, kinds, rules, choices }: ValidationCount): string[] => [
    label,
    ...[
      kinds,
      of(rules, 'evaluated'),
      of(rules, 'about changes'),
      of(rules, 'not compiled'),
      choices
    ].map(String)
  ]
  const all: ValidationCount = {
    label: 'together',
    kinds: counts.reduce((sum, { kinds }) => sum + kinds, 0),
    rules: counts.flatMap(({ rules }) => rules),
    choices: counts.reduce((sum, { choices }) => sum + choices, 0)
  }
  const head = ['definitions', 'kinds', 'CEL evaluated', 'about changes', 'not compiled', 'choices']
  return [
    '# What the definitions say, and what of it is checked',
    'Written by `npm run generate`; do not edit. Structure (types, required fields, patterns, bounds, formats, keys of lists) is checked for every kind. Beyond that, definitions have rules in CEL (`x-kubernetes-validations`) and choices (`oneOf`, `anyOf`, `not`), counted here by the places they stand at. A kind that comes in several versions counts as several.',
    markdownTable(head, [...counts, all].map(row)),
    '- *Evaluated*: the rule is held against every object, with its defaults filled in, as the API server does.',
    '- *About changes*: the rule speaks of `oldSelf`, what a field was before. A manifest has no before, so it says nothing; the practice cluster does not evaluate it either.',
    '- *Not compiled*: the CEL library does not know something that the rule uses, so the rule says nothing. A test fails when there is one.',
    '- A rule that compiles and whose evaluation fails for a reason that the API server would not have says nothing, either: silence is better than a false alarm.',
    'While a cluster is connected, its own definitions are evaluated the same way. [How well the answers agree with a real API server](fidelity.md), [all checks](rules/README.md).',
    ''
  ].join('\n\n')
}
