import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { schemaSetFrom, type SchemaBundle } from '../../src/api/schema-set.ts'
import { validateObject } from '../../src/api/validate.ts'
import { disagreements, type Verdict } from './agreement.ts'
import { differences } from './differences.ts'
import { fixtureFolders, fixturesFolder, fixturesOf } from './fixtures.ts'

const bundle = path.join(import.meta.dirname, '../../schemas/kubernetes.json')
const schemas = schemaSetFrom(JSON.parse(readFileSync(bundle, 'utf8')) as SchemaBundle)

const titles = new Set<string>()
for (const folder of fixtureFolders()) {
  const text = readFileSync(path.join(fixturesFolder, folder, 'verdicts.json'), 'utf8')
  const verdicts = JSON.parse(text) as Readonly<Record<string, Verdict>>
  for (const { file, title, object } of fixturesOf(folder)) {
    const name = `${folder}: ${title}`
    titles.add(name)
    test(name, () => {
      const verdict = verdicts[title]
      assert.ok(verdict, 'no verdict is recorded; run npm run generate:verdicts')
      const known = Object.keys(differences[name] ?? {})
      // A listed difference has to be one, so that the list holds nothing that is mended.
      assert.deepEqual(disagreements(object, schemas, verdict), known)
      if (file !== 'clean') return
      assert.ok(verdict.stored !== undefined, 'the server refuses a fixture that should be clean')
      assert.deepEqual(validateObject(object, schemas), [])
    })
  }
}

test('every listed difference belongs to a fixture', () => {
  assert.deepEqual(
    Object.keys(differences).filter(name => !titles.has(name)),
    []
  )
})
