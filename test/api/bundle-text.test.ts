import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { bundleText, schemaSetOfText } from '../../src/api/bundle-text.ts'
import { schemaSetFrom, type SchemaBundle } from '../../src/api/schema-set.ts'

const text = readFileSync(path.join(import.meta.dirname, '../../schemas/kubernetes.json'), 'utf8')
const bundle = JSON.parse(text) as SchemaBundle

test('the schemas that come with the product have a line for each definition', () => {
  assert.equal(bundleText(bundle), text)
})

test('definitions that are parsed when they are asked for are the same as those that are parsed at once', () => {
  const set = schemaSetOfText(text)
  const whole = schemaSetFrom(bundle)
  assert.deepEqual(set.kinds(), whole.kinds())
  for (const name of Object.keys(bundle.definitions))
    assert.deepEqual(set.resolve(name), whole.resolve(name), name)
  for (const { gvk } of whole.kinds()) {
    assert.deepEqual(set.schemaOf(gvk), whole.schemaOf(gvk))
    assert.equal(set.isCustom(gvk), whole.isCustom(gvk))
  }
})

test('a name that no definition has leads nowhere', () => {
  const set = schemaSetOfText(text)
  for (const name of ['', '__proto__', 'constructor', 'io.k8s.api.core.v1.Nothing'])
    assert.equal(set.resolve(name), undefined)
})
