import assert from 'node:assert/strict'
import { test } from 'node:test'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import { placeOfTest, stepsToRun, testId } from '../../src/extension/labs/test-tree.ts'

const labs = productLabs()
const lab = 'pod-to-pod-across-namespaces'

function run(include: readonly string[] | undefined, exclude: readonly string[] = []): string[] {
  return stepsToRun(labs, include, exclude).map(one => `${one.lab.id}/${one.step.id}`)
}

test('a place survives its id', () => {
  for (const place of [{ lab }, { lab, step: 'connect' }, { lab, step: 'connect', check: 'x' }])
    assert.deepEqual(placeOfTest(testId(place)), place)
})

test('ids of labs, steps and checks hold no slash', () => {
  for (const one of labs)
    for (const step of one.steps)
      for (const id of [one.id, step.id, ...step.checks.map(check => check.id)])
        assert.doesNotMatch(id, /\//)
})

test('a check is verified with its step, and each step once', () => {
  assert.deepEqual(run([`${lab}/isolate/frontend-is-cut-off`, `${lab}/isolate`]), [
    `${lab}/isolate`
  ])
})

test('a lab is verified step by step, in its order', () => {
  assert.deepEqual(run([lab]), [`${lab}/apps`, `${lab}/names`, `${lab}/connect`, `${lab}/isolate`])
})

test('steps without a check and excluded ones are left out', () => {
  const all = run(undefined)
  assert.equal(all.includes('get-started/next'), false)
  assert.equal(all.includes('get-started/reach'), true)
  assert.equal(run(undefined, ['get-started']).includes('get-started/reach'), false)
  assert.equal(run([lab], [`${lab}/names`]).includes(`${lab}/names`), false)
})
