import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { rules } from '../../src/rules/index.generated.ts'
import { checkFixture, marksIn } from '../support/fixture.ts'
import { lintText } from '../support/service.ts'

const folder = import.meta.dirname

const fixtures = globSync('*/*/*.yaml', { cwd: folder })
  .map(name => name.replaceAll('\\', '/'))
  .filter(name => !/\.(?:fixed|preferred)\.yaml$/.test(name))
  .sort()

for (const name of fixtures)
  test(`${name} has exactly the findings that it marks`, () => {
    // A rule that is off by default is on in its own fixtures.
    checkFixture(path.join(folder, name), new Set([path.posix.dirname(name)]))
  })

test('every rule has a fixture that it marks and a clean one beside it', () => {
  for (const { id } of rules) {
    const own = fixtures.filter(name => name.startsWith(`${id}/`))
    const marks = own.map(name => marksIn(readFileSync(path.join(folder, name), 'utf8')))
    assert.ok(
      marks.some(one => one.some(mark => mark.endsWith(` ${id}`))),
      `${id} has no marked fixture`
    )
    assert.ok(
      marks.some(one => one.length === 0),
      `${id} has no clean fixture`
    )
  }
})

test('every folder of fixtures belongs to a rule', () => {
  const ids = new Set(rules.map(({ id }) => id))
  const strange = fixtures.map(name => path.posix.dirname(name)).filter(id => !ids.has(id))
  assert.deepEqual(strange, [])
})

test('a rule that is off by default says nothing where nobody names it', () => {
  for (const { id, docs } of rules.filter(rule => rule.optIn === true))
    assert.ok(!lintText(docs.bad).some(({ rule }) => rule === id), id)
})
