/** The learning plan and the labs: no line is without its place, and no place names a line that there is not. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { planLines, type PlanItem } from '../../src/labs/learning-plan.ts'
import { projectRoot } from '../support/service.ts'
import { labs } from './playground.ts'

const plan = JSON.parse(
  readFileSync(path.join(projectRoot, 'docs/learning-plan.json'), 'utf8')
) as readonly PlanItem[]
const covered = labs.flatMap(({ steps }) => steps.flatMap(({ covers = [] }) => covers))
const claimed = new Set(labs.flatMap(({ backlog }) => backlog))

test('every line that a step covers is a line of the plan', () => {
  const lines = plan.flatMap(planLines).map(({ id }) => id)
  assert.equal(new Set(lines).size, lines.length)
  assert.deepEqual(
    covered.filter(id => !lines.includes(id)),
    []
  )
})

test('every item that a lab claims is one of the plan', () => {
  const items = plan.map(({ item }) => item)
  assert.deepEqual(
    [...claimed].filter(item => !items.includes(item)),
    []
  )
})

for (const lab of labs)
  test(`${lab.id} covers every line of the items that it claims`, () => {
    const own = lab.steps.flatMap(({ covers = [] }) => covers)
    const missing = plan
      .filter(({ item }) => lab.backlog.includes(item))
      .flatMap(planLines)
      .filter(({ id }) => !own.includes(id))
      .map(({ id, text }) => `${id} (${text})`)
    assert.deepEqual(missing, [])
  })

test('with one lab for each of its topics, the plan is covered as a whole', () => {
  const topics = new Set(plan.map(({ item }) => item.split('.')[0]))
  const own = labs.filter(({ backlog }) => backlog.length > 0)
  if (own.length < topics.size) assert.ok(claimed.size < plan.length)
  else
    assert.deepEqual(
      plan.filter(({ item }) => !claimed.has(item)).map(({ item }) => item),
      []
    )
})
