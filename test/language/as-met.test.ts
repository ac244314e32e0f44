/**
 * Manifests as people meet them, one fault each or none: what is said above a hint is exactly what is marked.
 * A part begins with `=== name`; a line with a fault ends in `#! rule-id`, and of JSON, which has no
 * comments, the faults stand behind the name as `line:rule-id`.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { isAtLeast } from '../../src/rules/severity.ts'
import { marksIn } from '../support/fixture.ts'
import { serviceOver } from '../support/service.ts'

const folder = path.join(import.meta.dirname, 'as-met')

for (const file of globSync('*.txt', { cwd: folder }).sort())
  describe(file, () => {
    for (const part of readFileSync(path.join(folder, file), 'utf8').split(/^=== /m).slice(1)) {
      const end = part.indexOf('\n')
      const [name = '', ...faults] = part.slice(0, end).split(' ')
      const text = part.slice(end + 1)
      test(name, () => {
        const { findings } = serviceOver({ [name]: text }).lint(name)
        const told = findings
          .filter(({ severity }) => isAtLeast(severity, 'info'))
          .map(({ position, rule }) => `${position.start.line + 1} ${rule}`)
        const marked = [...marksIn(text), ...faults.map(fault => fault.replace(':', ' '))]
        assert.deepEqual(told.sort(), marked.sort())
      })
    }
  })
