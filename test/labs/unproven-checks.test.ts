/** The pages name each check that no cluster of the tests has carried, and no other one. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { unprovenChecks } from '../../scripts/generate/unproven-checks.ts'
import { labs } from './playground.ts'

const results = path.join(import.meta.dirname, '../../docs/lab-results')

function provenIn(lab: string, where: 'practice' | 'real'): number {
  const text = readFileSync(path.join(results, `${lab}.${where}.json`), 'utf8')
  return (JSON.parse(text) as { readonly proven: number }).proven
}

test('each of them is a check of a lab', () => {
  const all = labs.flatMap(lab =>
    lab.steps.flatMap(step => step.checks.map(check => `${lab.id}/${step.id}/${check.id}`))
  )
  assert.deepEqual(
    Object.keys(unprovenChecks).filter(name => !all.includes(name)),
    []
  )
})

for (const { id, steps } of labs)
  test(`${id}: as many are named as neither cluster has proven`, () => {
    const named = Object.keys(unprovenChecks).filter(name => name.startsWith(`${id}/`))
    const checks = steps.flatMap(step => step.checks).length
    const proven = Math.max(provenIn(id, 'practice'), provenIn(id, 'real'))
    assert.equal(named.length, checks - proven)
  })
