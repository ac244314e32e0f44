/** A manifest that the API server has to refuse, at one field, while its good neighbour is taken. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failed, ok } from '../../src/base/result.ts'
import { clusterWith, shop, verdictOf } from './one-check.ts'

const refused =
  'kind: refused\nmanifest: manifests/40.yaml\nfield: spec.rules[0].weight\naccepted: solution/40.yaml'
const files: Readonly<Record<string, string>> = {
  'manifests/40.yaml': 'apiVersion: v1\nkind: Bad\nmetadata: {name: a}\n',
  'solution/40.yaml': 'apiVersion: v1\nkind: Good\nmetadata: {name: a}\n'
}
const readFile = (file: string): Promise<string> => Promise.resolve(files[file] ?? '')

const refusals = [
  {
    message: '.spec.rules[0].weight: field not declared in schema',
    reason: 'invalid',
    verdict: 'pass'
  },
  { message: 'spec.host: invalid value', reason: 'invalid', verdict: 'fail' },
  { message: 'The cluster refuses this.', reason: 'forbidden', verdict: 'blocked' },
  { message: 'No answer.', reason: 'timeout', verdict: 'inconclusive' }
] as const

for (const { message, reason, verdict } of refusals)
  test(`“${message}” to a manifest that has to be refused is ${verdict}`, async () => {
    const cluster = {
      ...clusterWith(shop, () => undefined),
      previewOf: ({ kind }: { readonly kind: string }) =>
        Promise.resolve(kind === 'Bad' ? failed({ reason, message }) : ok(undefined))
    }
    const result = await verdictOf(cluster, refused, { readFile })
    assert.equal(result.verdict, verdict, result.sentence)
  })

test('a manifest that is taken, and one whose neighbour is refused too, prove nothing', async () => {
  const all = clusterWith(shop, () => undefined)
  const takes = { ...all, previewOf: () => Promise.resolve(ok(undefined)) }
  assert.equal((await verdictOf(takes, refused, { readFile })).verdict, 'fail')
  const message = 'spec.rules[0].weight is bad'
  const refuses = {
    ...all,
    previewOf: () => Promise.resolve(failed({ reason: 'invalid', message }))
  }
  assert.equal((await verdictOf(refuses, refused, { readFile })).verdict, 'inconclusive')
})
