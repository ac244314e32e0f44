import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whenWords } from '../../src/extension/views/when.ts'

const now = new Date(2026, 4, 12, 15, 0).getTime()
const at = (day: number, hour: number): string =>
  whenWords(new Date(2026, 4, day, hour, 42).getTime(), now, 'en-GB')

test('a time is told by the clock today, by the day before, and by its date', () => {
  assert.equal(at(12, 10), '10:42')
  assert.equal(at(11, 23), 'yesterday 23:42')
  assert.equal(at(9, 10), '09/05/2026')
})
