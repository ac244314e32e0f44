/** What a Secret holds is in no message, since messages are read in logs. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { serviceOver } from '../support/service.ts'

test('no finding on a Secret repeats what it holds', () => {
  const file = path.join(import.meta.dirname, 'faulty', 'secret.yaml')
  const { findings } = serviceOver({ 'secret.yaml': readFileSync(file, 'utf8') }).lint(
    'secret.yaml'
  )
  const said = findings.flatMap(({ message, fixes }) => [
    message,
    ...fixes.map(({ title }) => title)
  ])
  assert.ok(said.some(text => text.includes('stringData.pin')))
  assert.deepEqual(
    said.filter(text => /4711|not in/.test(text)),
    []
  )
})
