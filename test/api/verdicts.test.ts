import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { schemaSetFrom, type SchemaBundle } from '../../src/api/schema-set.ts'
import { disagreements, type Verdict } from './agreement.ts'
import { fixtureFolders, fixturesFolder, fixturesOf } from './fixtures.ts'

const bundle = path.join(import.meta.dirname, '../../schemas/kubernetes.json')
const schemas = schemaSetFrom(JSON.parse(readFileSync(bundle, 'utf8')) as SchemaBundle)

for (const folder of fixtureFolders()) {
  const text = readFileSync(path.join(fixturesFolder, folder, 'verdicts.json'), 'utf8')
  const verdicts = JSON.parse(text) as Readonly<Record<string, Verdict>>
  for (const { title, object } of fixturesOf(folder))
    test(`${folder}: ${title}`, () => {
      const verdict = verdicts[title]
      assert.ok(verdict, 'no verdict is recorded; run npm run generate:verdicts')
      assert.deepEqual(disagreements(object, schemas, verdict), [])
    })
}
