/** Every lab, played on the practice cluster with its solutions and with each of its wrong solutions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import { labs, Playground, provenSteps } from './playground.ts'

test('there are labs with steps to prove', () => {
  assert.ok(labs.length >= 2)
  for (const lab of labs) assert.ok(provenSteps(lab).length > 0, lab.id)
})

for (const lab of labs) {
  test(`${lab.id}: every step is open before and done after`, async t => {
    const playground = new Playground(t, lab)
    for (const step of provenSteps(lab)) {
      // A step without files of its own is done as soon as an earlier one has brought what it shows.
      if (solutionFiles(step).length > 0) {
        const before = await playground.verify(step.id)
        assert.notEqual(before.verdict, 'pass', `${step.id} before`)
      }
      await playground.play(step)
    }
  })

  test(`${lab.id}: on an empty cluster no step and no check is proven`, async t => {
    const playground = new Playground(t, lab)
    for (const { id } of provenSteps(lab)) {
      const { verdict, checks } = await playground.verify(id)
      assert.notEqual(verdict, 'pass', id)
      for (const check of checks) assert.notEqual(check.verdict, 'pass', check.id)
    }
  })

  for (const step of provenSteps(lab)) {
    for (const { file, verdict, because, after = [] } of step.wrong ?? [])
      test(`${lab.id}/${step.id}: ${file} is ${verdict}, because: ${because}`, async t => {
        const playground = new Playground(t, lab)
        await playground.playBefore(step)
        await playground.apply(...after, file)
        const result = await playground.verify(step.id)
        assert.equal(result.verdict, verdict, result.sentence)
        const [decided] = result.checks.filter(check => check.verdict === verdict)
        assert.ok(decided?.next, 'it says what to do')
        await mends(playground, step)
      })

    const onlyStart = step.solution?.length ? (step.manifests ?? []) : []
    if (onlyStart.length > 0)
      test(`${lab.id}/${step.id}: the files to start from do not prove it`, async t => {
        const playground = new Playground(t, lab)
        await playground.playBefore(step)
        await playground.apply(...onlyStart)
        assert.notEqual((await playground.verify(step.id)).verdict, 'pass')
      })
  }
}

/** After a wrong solution the right one still leads to the end, once what the wrong one added is gone. */
async function mends(playground: Playground, step: LabStep): Promise<void> {
  const left = await playground.objects.remove()
  assert.deepEqual(left, [])
  playground.baselines = []
  await playground.playBefore(step)
  await playground.play(step)
}

function solutionFiles({ manifests = [], solution = [] }: LabStep): readonly string[] {
  return [...manifests, ...solution]
}
