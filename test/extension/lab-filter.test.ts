import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  filterWords,
  isFiltering,
  noFilter,
  passesFilter,
  type LabFilter
} from '../../src/extension/labs/lab-filter.ts'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'

const labs = productLabs()

function shown(part: Partial<LabFilter>, standing = { finished: false, carried: true }): string[] {
  return labs
    .filter(lab => passesFilter({ ...noFilter, ...part }, lab, standing))
    .map(({ id }) => id)
}

test('without a filter every lab is shown', () => {
  assert.equal(shown({}).length, labs.length)
  assert.equal(isFiltering(noFilter), false)
})

test('level, minutes and topic narrow what is shown', () => {
  const short = shown({ minutes: 10 })
  assert.deepEqual(
    short,
    labs.filter(({ minutes }) => minutes <= 10).map(({ id }) => id)
  )
  assert.ok(short.length > 0 && short.length < labs.length)
  const topic = labs[0]?.topics[0] ?? ''
  assert.ok(shown({ topics: [topic] }).includes(labs[0]?.id ?? ''))
  assert.deepEqual(shown({ topics: ['no such topic'] }), [])
  assert.ok(shown({ levels: ['beginner'] }).includes('get-started'))
  assert.equal(shown({ levels: ['advanced'] }).includes('get-started'), false)
})

test('a lab of which nobody knows whether the context carries it is not hidden', () => {
  const [lab] = labs
  assert.ok(lab)
  const filter = { ...noFilter, carried: true }
  assert.equal(passesFilter(filter, lab, { finished: false, carried: undefined }), true)
  assert.equal(passesFilter(filter, lab, { finished: false, carried: false }), false)
  assert.equal(
    passesFilter({ ...noFilter, unfinished: true }, lab, { finished: true, carried: true }),
    false
  )
})

test('the filter can be read', () => {
  assert.equal(
    filterWords({
      levels: ['beginner'],
      minutes: 30,
      topics: ['dns'],
      carried: true,
      unfinished: true
    }),
    'beginner · up to 30 min · dns · this context can carry it · not finished'
  )
})
