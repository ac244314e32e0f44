import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { projectRoot } from '../support/service.ts'
import { fidelityFile, judgeFixtures } from './oracle/command.ts'
import { compareFiles } from './oracle/compare.ts'
import { openOwnJudge, type Judge } from './oracle/judge.ts'
import { unexplained } from './oracle/report.ts'

const service = (spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: shop }\nspec:\n${spec}\n`

describe('how answers are compared', { timeout: 1_200_000 }, () => {
  let judge: Judge
  before(async () => {
    judge = await openOwnJudge()
  })
  after(() => judge.close())

  const silenced = '# netlabs-disable-next-line schema/invalid-value, schema/unknown-field'
  const cases = {
    accepted: service('  ports: [{ port: 80 }]'),
    refused: service('  ports: [{ port: 80000 }]'),
    miss: service(`  ${silenced}\n  ports: [{ port: 80000 }]`),
    'refused elsewhere':
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: a }\nspec: { addresses: [192.0.2.9-192.0.2.1] }\n',
    'not compared': 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\n'
  }
  for (const [outcome, text] of Object.entries(cases))
    test(outcome, async () => {
      const [one] = await compareFiles(judge, { 'a.yaml': text })
      assert.equal(one?.outcome, outcome)
    })

  /** The server of the others, but what it says to an object is changed. */
  const lying = (change: (answer: { status: number; body: string }) => typeof answer): Judge => ({
    ...judge,
    call: async (method, ...rest) => {
      const answer = await judge.call(method, ...rest)
      return method === 'POST' ? change(answer) : answer
    }
  })

  test('false alarm', async () => {
    const liar = lying(({ body }) => ({ status: 201, body }))
    const [one] = await compareFiles(liar, { 'a.yaml': cases.refused })
    assert.equal(one?.outcome, 'false alarm')
  })

  test('other field', async () => {
    const liar = lying(({ status, body }) => ({
      status,
      body: body.replaceAll('spec.ports[0].port', 'spec.selector')
    }))
    const [one] = await compareFiles(liar, { 'a.yaml': cases.refused })
    assert.equal(one?.outcome, 'other field')
  })

  test('a real create tells what a dry-run does not, and leaves nothing', async () => {
    const text = service('  type: NodePort\n  ports: [{ port: 80, nodePort: 8080 }]')
    const free = service('  type: NodePort\n  ports: [{ port: 80, nodePort: 30080 }]')
    for (const outcome of ['miss', 'miss'] as const)
      assert.equal((await compareFiles(judge, { 'a.yaml': text }))[0]?.outcome, outcome)
    for (const outcome of ['accepted', 'accepted'] as const)
      assert.equal((await compareFiles(judge, { 'a.yaml': free }))[0]?.outcome, outcome)
    const url = `/api/v1/namespaces/${judge.namespace}/services`
    assert.match((await judge.call('GET', url)).body, /"items":\[\]/)
  })

  test('a port that two Services of one file ask for goes to the first', async () => {
    const ports = '  type: NodePort\n  ports: [{ port: 80, nodePort: 30080 }]'
    const text = `${service(ports)}---\n${service(ports).replace('name: a', 'name: b')}`
    const compared = await compareFiles(judge, { 'a.yaml': text })
    assert.deepEqual(
      compared.map(({ outcome }) => outcome),
      ['accepted', 'refused']
    )
  })

  test('a webhook that denies is a refusal', async () => {
    const message = 'admission webhook "w.example" denied the request: no'
    const liar = lying(() => ({
      status: 403,
      body: JSON.stringify({ reason: 'Forbidden', message })
    }))
    const [one] = await compareFiles(liar, { 'a.yaml': cases.accepted })
    assert.equal(one?.outcome, 'miss')
    assert.deepEqual(one.answers, [{ said: 'refused', words: [message], fields: [] }])
  })

  test('the text is sent as it stands: keys that stand twice, no YAML, items of a List', async () => {
    const twice = service('  clusterIP: None\n  clusterIP: None\n  ports: [{ port: 80 }]')
    const broken = service('  ports: [{ port: 80 }')
    const items = `apiVersion: v1\nkind: List\nitems:\n- ${cases.refused.replaceAll('\n', '\n  ')}`
    for (const text of [twice, broken, items]) {
      const [one] = await compareFiles(judge, { 'a.yaml': text })
      assert.ok(one)
      assert.equal(one.answers[0]?.said, 'refused', text)
      assert.equal(one.outcome, 'refused', text)
    }
  })

  test('a difference needs a reason, and a reason a difference', async () => {
    const compared = await compareFiles(judge, { 'a.yaml': cases.miss })
    assert.match(unexplained(compared, {}, {}).join(), /^a\.yaml:1 v1 Service: MISS/)
    assert.deepEqual(unexplained(compared, { 'a.yaml#1': 'known' }, {}), [])
    assert.match(
      unexplained(compared, { 'a.yaml#1': 'known', 'b.yaml#1': 'old' }, {}).join(),
      /^b\.yaml/
    )
    const shown = await compareFiles(judge, { 'a.yaml': cases['refused elsewhere'] })
    assert.deepEqual(unexplained(shown, {}, { 'metallb/range-reversed': 'somebody' }), [])
    assert.match(unexplained(compared, { 'a.yaml#1': 'known' }, { 'a/b': 'x' }).join(), /^a\/b: no/)
  })
})

test('linter and API server agree on every fixture, and docs/fidelity.md is fresh', async () => {
  const { page, complaints } = await judgeFixtures()
  assert.deepEqual(complaints, [])
  assert.equal(page, readFileSync(fidelityFile, 'utf8'), 'run npm run oracle -- --write')
})

const generated = {
  'the schemas are what the API server serves': 'generate-schemas.ts',
  'the recorded verdicts are what the API server says': 'generate-verdicts.ts'
}
for (const [title, script] of Object.entries(generated))
  test(title, async () => {
    const file = path.join(projectRoot, 'scripts', script)
    await promisify(execFile)(process.execPath, [file, '--check'])
  })
