/** The worker of the page, asked as the page asks it, but without a browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manifestSchemas } from '../../scripts/playground.ts'
import { startLintWorker, type Port } from '../../src/playground/lint-worker.ts'
import type { Answer, Answers, OpenFile } from '../../src/playground/protocol.ts'

const answers: Answer[] = []
const port: Port = {
  onmessage: null,
  // A browser hands over copies, and refuses functions.
  postMessage: answer => answers.push(structuredClone(answer))
}
startLintWorker(manifestSchemas(), port)

function ask<Name extends keyof Answers>(
  name: Name,
  ...args: Parameters<Answers[Name]>
): ReturnType<Answers[Name]> {
  port.onmessage?.({ data: { id: answers.length, name, args } })
  const answer = answers.at(-1)
  assert.ok(answer && 'value' in answer, JSON.stringify(answer))
  return answer.value as ReturnType<Answers[Name]>
}

const checksIn = (file: OpenFile): readonly (string | undefined)[] =>
  ask('lint', file).map(({ check }) => check)

test('the faulty example of every check shows it, also of those that are off by default', () => {
  const examples = ask('checks').filter(({ docs }) => docs.bad !== '')
  assert.ok(examples.length > 100)
  const silent = examples.filter(
    ({ id, docs }) => !checksIn({ name: '/example.yaml', text: docs.bad, check: id }).includes(id)
  )
  assert.deepEqual(
    silent.map(({ id }) => id),
    []
  )
})

test('an example that was open before decides nothing about the next', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n'
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: wbe } }\nspec: { containers: [{ name: web, image: nginx }] }\n'
  const both = checksIn({ name: '/both.yaml', text: `${service}---\n${pod}` })
  assert.ok(both.includes('service/selector-matches-no-pod'), both.join())
  assert.deepEqual(checksIn({ name: '/pod.yaml', text: pod }), [])
  assert.deepEqual(checksIn({ name: '/service.yaml', text: service }), [])
})

test('a definition of a lab is read as one, and what failed is answered as a failure', () => {
  const [first] = ask('lint', { name: '/labs/mine/lab.yaml', text: 'id: mine\nminuts: 5\n' })
  assert.equal(first?.position.start.line, 0)
  assert.deepEqual(ask('complete', { name: '/labs/mine/lab.yaml', text: '' }, 0), [])
  port.onmessage?.({ data: { id: 1, name: 'lint', args: [] } })
  assert.ok('failure' in (answers.at(-1) ?? {}))
})
