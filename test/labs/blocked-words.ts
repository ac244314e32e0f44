import assert from 'node:assert/strict'
import type { CheckResult } from '../../src/labs/step-result.ts'

/**
 * One vocabulary wherever something is missing: “Blocked, because …”, and “Blocked here, because …” where only the
 * place is wrong, each with what to do. Editor, command and reports all show these two sentences.
 */
export function assertBlockedWords(checks: readonly CheckResult[]): void {
  for (const { id, verdict, sentence, next } of checks) {
    if (verdict === 'blocked')
      assert.match(sentence, /^Blocked, because [^]+\S$/, `${id}: ${sentence}`)
    else if (verdict === 'not-here')
      assert.match(sentence, /^Blocked here, because [^]+\S$/, `${id}: ${sentence}`)
    else continue
    assert.ok(next !== undefined && next.length > 10, `${id}: it says what to do`)
  }
}
