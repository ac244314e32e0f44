import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { manifestSchemas } from '../support/service.ts'
import { judgeMutations } from './oracle/mutate/command.ts'
import { mutationsOf } from './oracle/mutate/mutations.ts'
import { explanationOf, groupedReport, isFault } from './oracle/mutate/report.ts'
import type { Mutated } from './oracle/mutate/run.ts'

const gvk = { group: '', version: 'v1', kind: 'Service' }
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', labels: { app: 'a' } },
  spec: { type: 'ClusterIP', ports: [{ port: 80, protocol: 'TCP' }] }
}

describe('changes of a correct object', () => {
  const schemas = manifestSchemas()
  const schema = schemas.schemaOf(gvk)
  assert.ok(schema)
  const mutations = mutationsOf(service, schema, schemas)
  const madeBy = (path: string, what: string): unknown =>
    mutations.find(one => one.path.join('.') === path && one.what === what)?.made()

  const port = { port: 80, protocol: 'TCP' }
  const cases: readonly (readonly [string, string, object])[] = [
    ['spec.ports.0.port', 'removed', { ports: [{ protocol: 'TCP' }] }],
    ['spec.ports.0.port', 'number 65536', { ports: [{ ...port, port: 65_536 }] }],
    ['spec.ports.0.protocol', 'in lower case', { ports: [{ ...port, protocol: 'tcp' }] }],
    ['spec.ports', 'first item twice', { ports: [port, port] }],
    ['spec.ports.0.port', 'misspelt', { ports: [{ por: 80, protocol: 'TCP' }] }],
    ['spec.ports', 'port beside it', { ports: [{ protocol: 'TCP' }], port: 80 }],
    ['spec.externalName', 'added', { ports: [port], externalName: 'a' }]
  ]
  for (const [path, what, spec] of cases)
    test(`${path} ${what}`, () => {
      assert.deepEqual(madeBy(path, what), { ...service, spec: { type: 'ClusterIP', ...spec } })
    })

  test('the object that is changed stays as it is', () => {
    const before = JSON.stringify(service)
    for (const one of mutations) one.made()
    assert.equal(JSON.stringify(service), before)
  })
})

test('what is a fault, and that nothing explains a rule that throws', () => {
  const miss = { outcome: 'miss', kind: 'v1/A', field: '.spec.a', what: 'removed', thrown: [] }
  const one = { ...miss, answers: [], findings: [] } as unknown as Mutated
  const known = [{ kind: /A$/, field: /^\.spec\.a$/, why: 'so' }]
  assert.equal(isFault(one), true)
  assert.equal(isFault({ ...one, outcome: 'refused' }), false)
  assert.equal(explanationOf(one, known), known[0])
  assert.equal(explanationOf({ ...one, field: '.spec.b' }, known), undefined)
  assert.equal(explanationOf({ ...one, thrown: ['a/b'] }, known), undefined)
  assert.deepEqual(groupedReport([one]), ['v1/A .spec.a: miss (removed)\n  server: accepts it'])
})

test('server and linter agree on a sample of changed manifests of every kind', async () => {
  const { count, unexplained } = await judgeMutations({ kinds: [], sample: 25, seed: 1, depth: 1 })
  assert.ok(count > 2000, `only ${count} objects were asked about`)
  assert.deepEqual(groupedReport(unexplained), [])
})
