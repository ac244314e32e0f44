import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { completeLab, describeLabField } from '../../src/labs/lab-completion.ts'
import { projectRoot } from '../support/service.ts'

/** What is offered where the text has a `|`. */
function offered(text: string): readonly string[] {
  return completeLab(text.replace('|', ''), text.indexOf('|')).map(({ label }) => label)
}

const head = 'id: my-lab\ntitle: Mine\n'
const check = `${head}steps:
  - id: one
    checks:
      - id: reach
        kind: http
        from: {namespace: a, workload: deploy/client}
      - id: cut
        kind: blocked
`

test('an empty definition is offered its fields, the needed ones first', () => {
  const all = offered('|')
  assert.ok(all.includes('steps'), all.join(' '))
  const needed = completeLab('', 0).map(({ required }) => required)
  assert.deepEqual(
    needed,
    [...needed].sort((a, b) => Number(b) - Number(a))
  )
  assert.ok(needed.includes(true))
})

test('fields that are there are not offered again', () => {
  const all = offered(`${head}|`)
  assert.equal(all.includes('title'), false)
  assert.ok(all.includes('description'))
})

test('words of a field are offered after its colon', () => {
  assert.deepEqual(offered(`${head}level: |`), ['beginner', 'intermediate', 'advanced'])
  assert.ok(offered(`${head}group: |`).includes('Load balancing'))
})

test('a check is offered the fields of its kind, and the kinds', () => {
  const http = offered(check.replace('      - id: cut', '        |\n      - id: cut'))
  assert.ok(http.includes('to') && http.includes('expect'), http.join(' '))
  assert.equal(http.includes('baseline'), false, 'that is a field of another kind')
  const kinds = offered(check.replace('kind: blocked', 'kind: |'))
  for (const kind of ['http', 'blocked', 'dns', 'object']) assert.ok(kinds.includes(kind), kind)
})

test('a baseline is offered the checks that can be one', () => {
  assert.deepEqual(offered(`${check}        baseline: |`), ['reach'])
})

test('a list and a map begin on a line of their own', () => {
  const insert = (label: string, text: string): string | undefined =>
    completeLab(text, text.length).find(one => one.label === label)?.insertText
  assert.equal(insert('topics', head), 'topics:\n  - ')
  assert.equal(insert('minutes', head), 'minutes: ')
  assert.equal(insert('picture', `${head}steps:\n  - id: one\n    `), 'picture:\n      ')
})

test('every field of a real definition leads to a schema', () => {
  const text = readFileSync(
    path.join(projectRoot, 'walkthroughs', 'pod-to-pod-across-namespaces', 'lab.yaml'),
    'utf8'
  )
  const at = text.indexOf('    goal:')
  assert.ok(completeLab(`${text.slice(0, at)}    \n${text.slice(at)}`, at + 4).length > 3)
  assert.match(describeLabField(['steps', 0, 'goal'], {}) ?? '', /One sentence/)
  assert.equal(describeLabField(['no', 'such', 'field'], {}), undefined)
})

test('nothing is offered inside a comment or a flow collection', () => {
  assert.deepEqual(offered('# |'), [])
  assert.deepEqual(offered('topics: [|'), [])
})
