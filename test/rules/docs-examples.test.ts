import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemaChecks } from '../../src/language/schema-checks.ts'
import { isAtLeast } from '../../src/rules/severity.ts'
import { rules } from '../../src/rules/index.generated.ts'
import { lintText } from '../support/service.ts'

for (const check of [...rules, ...Object.values(schemaChecks)]) {
  const { bad, good } = check.docs
  const own = new Set([check.id])
  if (bad !== '')
    test(`${check.id}: the faulty example of its page has the fault`, () => {
      const found = lintText(bad, own).map(finding => finding.rule)
      assert.ok(found.includes(check.id), `found only ${found.join(', ') || 'nothing'}`)
    })
  if (good !== '')
    test(`${check.id}: the other example of its page is clean`, () => {
      const found = lintText(good, own)
        .filter(finding => finding.rule === check.id || isAtLeast(finding.severity, 'info'))
        .map(finding => `${finding.rule}: ${finding.message}`)
      assert.deepEqual(found, [])
    })
}

test('every rule says what, why and what to do in sentences, and has both examples', () => {
  for (const rule of rules) {
    for (const sentence of [rule.what, rule.why, rule.todo])
      assert.match(sentence, /^[A-Za-z].*\.$/, `${rule.id}: ${sentence}`)
    assert.notEqual(rule.docs.bad, '', rule.id)
    assert.notEqual(rule.docs.good, '', rule.id)
    assert.ok(rule.docs.see.length > 0, rule.id)
  }
})
