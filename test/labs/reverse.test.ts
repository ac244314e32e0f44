/** A proof has to fall with its cause and to come again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reversalSentence, reverse, type Reversible } from '../../src/labs/reverse.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import { verdictLooks, type Verdict } from '../../src/labs/verdict.ts'

interface Case {
  readonly title: string
  readonly made?: { readonly namespaces: number; readonly others: number }
  readonly left?: readonly string[]
  /** What verifying says without it, and with it again. */
  readonly verdicts?: readonly [Verdict, Verdict]
  readonly refused?: string
  readonly calls: readonly string[]
  readonly says: RegExp
}

const whole = ['takeBack', 'verify', 'giveBack', 'verify']

const cases: readonly Case[] = [
  {
    title: 'a proof that turns',
    calls: whole,
    says: /^Reversed: “Not met” without what the step has made, and proven again with it\.$/
  },
  {
    title: 'a proof that says nothing without its cause',
    verdicts: ['inconclusive', 'pass'],
    calls: whole,
    says: /^Reversed: “Can’t tell” without/
  },
  {
    title: 'a proof that stays without its cause',
    verdicts: ['pass', 'pass'],
    calls: whole,
    says: /still proven without what the step has made/
  },
  {
    title: 'a proof that does not come again',
    verdicts: ['fail', 'fail'],
    calls: whole,
    says: /not proven again with what the step has made: It is so\./
  },
  {
    title: 'a file that is refused the second time',
    refused: 'a.yaml: It is invalid.',
    calls: whole.slice(0, 3),
    says: /a\.yaml: It is invalid\./
  },
  {
    title: 'Namespaces that others live in',
    made: { namespaces: 1, others: 3 },
    calls: [],
    says: /^Not reversed: .* all other steps live in its Namespaces/
  },
  {
    title: 'a step that made nothing',
    made: { namespaces: 0, others: 0 },
    calls: [],
    says: /^Not reversed: The step has made nothing/
  },
  {
    title: 'an object that stays',
    left: ['Pod a stays.'],
    calls: ['takeBack'],
    says: /^Not reversed: Pod a stays\./
  }
]

for (const { title, made, left = [], verdicts = ['fail', 'pass'], refused, calls, says } of cases)
  test(title, async () => {
    const called: string[] = []
    const answers = [...verdicts]
    const step: Reversible = {
      made: () => made ?? { namespaces: 0, others: 1 },
      takeBack: () => {
        called.push('takeBack')
        return Promise.resolve(left)
      },
      giveBack: () => {
        called.push('giveBack')
        return Promise.resolve(refused)
      },
      verify: () => {
        called.push('verify')
        const verdict = answers.shift() ?? 'fail'
        return Promise.resolve({ verdict, sentence: 'It is so.' } as StepResult)
      }
    }
    const reversal = await reverse(step)
    assert.match(
      reversalSentence(reversal, one => verdictLooks[one].word),
      says
    )
    assert.deepEqual(called, calls)
  })
