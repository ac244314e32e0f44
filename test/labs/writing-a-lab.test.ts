/** docs/writing-a-lab.md says of every kind of check what the schema says, and its examples are checks. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { itemsOf, recordOf, stringOf } from '../../src/base/json.ts'
import { readLab } from '../../src/labs/read-lab.ts'
import { projectRoot } from '../support/service.ts'

const guide = readFileSync(path.join(projectRoot, 'docs/writing-a-lab.md'), 'utf8')
const [, checks = ''] = /^## Checks\n([^]*?)^## /m.exec(guide) ?? []
const schema = recordOf(
  JSON.parse(readFileSync(path.join(projectRoot, 'schemas/lab.schema.json'), 'utf8'))
)
const definitions = recordOf(schema.$defs)

/** The fields that every check has. */
const common = ['id', 'kind', 'title', 'claims', 'requires', 'timing']

/** Each kind with the fields of its own. */
const kinds = new Map<string, readonly string[]>(
  Object.values(definitions).flatMap(definition => {
    const properties = recordOf(recordOf(definition).properties)
    const kind = stringOf(recordOf(properties.kind).const)
    return kind === undefined || !('claims' in properties)
      ? []
      : [[kind, Object.keys(properties).filter(name => !common.includes(name))] as const]
  })
)

/** The examples, a check each. */
const examples = [...checks.matchAll(/^```yaml\n([^]*?)^```/gm)].flatMap(([, text = '']) =>
  text.split(/^---\n/m)
)

test('the guide tells of all kinds of checks, and of no other', () => {
  const told = [...checks.matchAll(/\*\*([a-z-]+)\*\*/g)].map(([, kind = '']) => kind)
  assert.deepEqual([...new Set(told)].sort(), [...kinds.keys()].sort())
  assert.ok(kinds.size >= 18)
})

describe('every field of a kind is told', () => {
  for (const [kind, fields] of kinds)
    test(kind, () => {
      const untold = fields.filter(
        field => !checks.includes(`\`${field}`) && !new RegExp(`\\b${field}:`).test(checks)
      )
      assert.deepEqual(untold, [])
    })
})

describe('an example is a check', () => {
  assert.ok(examples.length >= 15)
  for (const [i, example] of examples.entries()) {
    const kind = /^kind: (.*)$/m.exec(example)?.[1] ?? ''
    test(`${i + 1}: ${kind}`, () => {
      assert.ok(kinds.has(kind))
      assert.deepEqual(problemsOf(example), [])
    })
  }
})

test('a field that there is not would be noticed', () => {
  assert.notDeepEqual(problemsOf(`${examples[0] ?? ''}colour: red\n`), [])
})

test('nothing is called missing that is there', () => {
  assert.doesNotMatch(guide, /not carried out yet|never passes?\./)
  assert.ok(itemsOf(recordOf(definitions.captureCheck).required).includes('filter'))
})

function problemsOf(example: string): readonly string[] {
  const own = example
    .trimEnd()
    .split('\n')
    .map(line => `        ${line}\n`)
    .join('')
  return readLab(`id: sample
title: A sample
description: Enough of a lab to be read.
group: Policies
level: beginner
minutes: 5
topics: [dns]
backlog: []
requires: []
namespaces: [shop]
steps:
  - id: first
    title: The first step
    goal: Something is the case.
    page: 1-first.md
    picture: {file: pictures/first.svg, alt: An arrow from a client to a server.}
    hints: {nudge: One., where: Two., difference: Three., solve: Four.}
    checks:
      - id: c
        title: It is so
        claims: That it is so.
${own}`).problems.map(({ message }) => message)
}
