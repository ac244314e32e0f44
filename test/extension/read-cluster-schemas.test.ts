import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApiDocument, openApiIndex } from '../../src/api/openapi.ts'
import { recordOf } from '../../src/base/json.ts'
import { failed, ok } from '../../src/base/result.ts'
import { readClusterSchemas } from '../../src/extension/lint/read-cluster-schemas.ts'
import { productSchemas } from '../support/service.ts'

const served = productSchemas()
  .kinds()
  .map(one => ({ ...one, isCustom: false }))
const documents = Object.fromEntries(
  Object.keys(recordOf(openApiIndex(served).paths)).map(path => [
    path,
    openApiDocument(productSchemas(), served, path)
  ])
)

/** A clock on which every look costs as much as a slice of work. */
function options(isOver: () => boolean) {
  let time = 0
  const pauses: number[] = []
  return {
    pauses,
    label: 'Cluster lab',
    now: () => (time += 10),
    pause: () => {
      pauses.push(time)
      return Promise.resolve()
    },
    isOver
  }
}

test('the kinds of a cluster are those that it publishes, read with pauses', async () => {
  const own = options(() => false)
  const answer = await readClusterSchemas({ openApi: () => Promise.resolve(ok(documents)) }, own)
  assert.ok(answer.ok)
  const schemas = answer.value
  const service = { group: '', version: 'v1', kind: 'Service' }
  assert.deepEqual(schemas?.schemaOf(service), productSchemas().schemaOf(service))
  const route = { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'HTTPRoute' }
  assert.equal(schemas?.isCustom(route), true)
  assert.equal(schemas.resourceOf(route)?.plural, 'httproutes')
  assert.equal(own.pauses.length, Object.keys(documents).length)
})

test('whoever leaves the cluster meanwhile gets nothing', async () => {
  let looks = 0
  const answer = await readClusterSchemas(
    { openApi: () => Promise.resolve(ok(documents)) },
    options(() => looks++ > 2)
  )
  assert.deepEqual(answer, ok(undefined))
})

test('a cluster that does not answer says why', async () => {
  const error = { reason: 'forbidden', message: 'no' } as const
  const openApi = () => Promise.resolve(failed(error))
  const answer = await readClusterSchemas(
    { openApi },
    options(() => false)
  )
  assert.deepEqual(answer, failed(error))
})
