import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintSettings } from '../../src/language/config/lint-settings.ts'
import { schemaChecks } from '../../src/language/schema-checks.ts'
import { isAtLeast } from '../../src/rules/severity.ts'
import { rules } from '../../src/rules/index.generated.ts'
import { lintText, serviceOver } from '../support/service.ts'

for (const check of [...rules, ...Object.values(schemaChecks)]) {
  const { bad, good, kubernetes } = check.docs
  const own = lintSettings({
    optIns: new Set([check.id]),
    ...(kubernetes !== undefined && { kubernetesMinor: Number(kubernetes.split('.')[1]) })
  })
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

test('rules answer while an example is being typed: cut at each line, and each value not yet there', () => {
  const everything = lintSettings({ optIns: new Set(rules.map(({ id }) => id)) })
  const service = serviceOver({})
  for (const { docs } of rules)
    for (const [i, line] of docs.bad.split('\n').entries()) {
      const before = docs.bad.split('\n').slice(0, i).join('\n')
      const after = docs.bad
        .split('\n')
        .slice(i + 1)
        .join('\n')
      for (const typed of [
        line,
        line.replaceAll(/(\w+): [^,{}[\]]+/g, '$1:'),
        line.replaceAll(/\w+: [^,{}[\]]+/g, 'x: 1')
      ]) {
        service.setFile('typed.yaml', `${before}\n${typed}`)
        service.lint('typed.yaml', everything)
        service.setFile('typed.yaml', `${before}\n${typed}\n${after}`)
        for (const { fixes } of service.lint('typed.yaml', everything).findings)
          assert.ok(fixes.every(({ edits }) => edits.length > 0))
      }
    }
})
