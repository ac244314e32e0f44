import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LabCheck, LabStep } from '../../../src/labs/lab-definition.generated.ts'
import type { Lab } from '../../../src/labs/lab.ts'
import type { StepReport } from './lab-report.ts'
import { told, type RealLabRun } from './real-lab-run.ts'

/**
 * The practice cluster judges every wrong solution. Here each takes half a minute and more, so of each step the first
 * is judged, and all of them when NETLABS_WRONG=all.
 */
const judgesAll = process.env.NETLABS_WRONG === 'all'

/** Something that is broken for a while, so that some checks may not be proven. */
export interface Breakage {
  /** Completes “with …”. */
  readonly title: string
  touches(check: LabCheck): boolean
  begin(): Promise<void>
  end(): Promise<void>
}

export interface PlayOptions {
  /** Whether every wrong solution is judged, and not the first of each step alone. */
  readonly judgesAll?: boolean
  /** What is broken for a while, one after the other, when all steps are done. */
  readonly breakages?: readonly Breakage[]
  /** Takes down what a step has shown. */
  readonly note?: (step: StepReport) => void
}

/**
 * One play, in the order of the steps: each test begins where the one before it ended.
 * @param run asked when a test runs, since a cluster need not be there before
 */
export function playSteps(lab: Lab, run: () => RealLabRun, options: PlayOptions = {}): void {
  for (const step of lab.steps) playStep(lab, step, run, options)
  for (const broken of options.breakages ?? [])
    test(`with ${broken.title}, what goes by it is not proven`, async () => {
      await broken.begin()
      try {
        await run().expectUnproven(check => broken.touches(check))
      } finally {
        await broken.end()
      }
    })
  test('with servers scaled to zero, what they answer is not proven', () => run().withoutServers())
  test('nothing of it is left', () => run().clean())
}

function playStep(lab: Lab, step: LabStep, run: () => RealLabRun, options: PlayOptions): void {
  const began = { at: 0 }
  const judged = { wrong: 0 }
  if ([...(step.manifests ?? []), ...(step.solution ?? [])].length > 0)
    test(`${step.id} is open before`, async () => {
      began.at = performance.now()
      const before = await run().look(step)
      assert.notEqual(before.verdict, 'pass', told(before))
    })

  const wrong = step.wrong ?? []
  for (const { file, because, verdict, after: first = [] } of (options.judgesAll ?? judgesAll)
    ? wrong
    : wrong.slice(0, 1)) {
    test(`${step.id}: ${file} is ${verdict}, because: ${because}`, async () => {
      const result = await run().judge(step, [...first, file], verdict)
      assert.equal(result.verdict, verdict, result.told)
      assert.ok(result.verdict === 'refused' || result.next, `It says what to do. ${result.told}`)
      judged.wrong++
    })
  }

  test(`${step.id} is done after its solution`, async () => {
    const start = began.at === 0 ? performance.now() : began.at
    const { checks } = await run().play(step)
    const seconds = (performance.now() - start) / 1000
    options.note?.({ lab: lab.id, step: step.id, checks: checks.length, ...judged, seconds })
  })
}
