import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunStore, type LabRun } from '../../src/extension/labs/run-store.ts'
import { memento } from '../support/memento.ts'

const begun = {
  lab: 'dns',
  run: 'dns-1',
  folder: 'file:///w/labs/dns',
  context: 'kind-lab',
  startedAt: 1
}

test('a run survives the window, with hints, answers and where it has made something', async () => {
  const memory = memento()
  const today = new RunStore(memory, 'today')
  await today.start(begun)
  await today.change('dns', { hints: { one: 2 }, answers: { one: 'No' } })
  await today.touch('dns', 'kind-lab')
  const tomorrow = new RunStore(memory, 'tomorrow')
  const expected: LabRun = {
    ...begun,
    touched: ['kind-lab'],
    session: 'today',
    hints: { one: 2 },
    answers: { one: 'No' }
  }
  assert.deepEqual(tomorrow.of('dns'), expected)
})

test('what an earlier session has left is told, and what this one has made is not', async () => {
  const memory = memento()
  const today = new RunStore(memory, 'today')
  await today.start(begun)
  await today.start({ ...begun, lab: 'mesh', run: 'mesh-1' })
  await today.touch('dns', 'kind-lab')
  assert.deepEqual(today.fromEarlierSessions(), [])
  const tomorrow = new RunStore(memory, 'tomorrow')
  assert.deepEqual(
    tomorrow.fromEarlierSessions().map(({ lab }) => lab),
    ['dns'],
    'a run that has made nothing has left nothing'
  )
  await tomorrow.touch('dns', 'kind-lab')
  assert.deepEqual(tomorrow.fromEarlierSessions(), [], 'it goes on in this session')
})

test('a context that was cleaned up is forgotten, the others stay', async () => {
  const runs = new RunStore(memento(), 'today')
  await runs.start(begun)
  await runs.touch('dns', 'kind-lab')
  await runs.touch('dns', 'practice')
  await runs.cleaned('dns', 'practice')
  assert.deepEqual(runs.of('dns')?.touched, ['kind-lab'])
})

test('the folder of a lab is remembered after its run has ended', async () => {
  const runs = new RunStore(memento(), 'today')
  await runs.start(begun)
  await runs.end('dns')
  assert.equal(runs.of('dns'), undefined)
  assert.equal(runs.folderOf('dns'), begun.folder)
})

test('whoever shows the runs hears of every change', async () => {
  const runs = new RunStore(memento(), 'today')
  let heard = 0
  runs.onChange(() => heard++)
  await runs.start(begun)
  await runs.touch('dns', 'practice')
  await runs.touch('dns', 'practice')
  await runs.end('dns')
  assert.equal(heard, 3, 'touching a context again changes nothing')
})
