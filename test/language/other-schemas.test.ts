import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layeredSchemas } from '../../src/api/layered-schemas.ts'
import { schemaSetFrom } from '../../src/api/schema-set.ts'
import { manifestSchemas, serviceOver } from '../support/service.ts'

const widgets = schemaSetFrom({
  label: 'Cluster lab',
  kinds: { 'example.com/v1/Widget': 'com.example.v1.Widget' },
  resources: [],
  definitions: {
    'com.example.v1.Widget': {
      type: 'object',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object', preserveUnknownFields: true },
        spec: { type: 'object', properties: { size: { type: 'integer' } } }
      }
    }
  }
})

const widget = (name: string): string =>
  `apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: ${name} }\nspec: { sise: 1 }\n`

test('a kind of the cluster is checked from the moment its schemas are known, and no longer than that', () => {
  const service = serviceOver({ 'a.yaml': widget('a'), 'b.yaml': widget('b') })
  const rulesIn = (uri: string): string[] => service.lint(uri).findings.map(({ rule }) => rule)
  assert.deepEqual(rulesIn('a.yaml'), [])
  service.setSchemas(layeredSchemas(widgets, manifestSchemas()))
  assert.deepEqual(rulesIn('a.yaml'), ['schema/unknown-field'])
  assert.deepEqual(rulesIn('b.yaml'), ['schema/unknown-field'])
  service.setFile('a.yaml', widget('c'))
  assert.deepEqual(rulesIn('a.yaml'), ['schema/unknown-field'])
  service.setSchemas(manifestSchemas())
  assert.deepEqual(rulesIn('a.yaml'), [])
  assert.deepEqual(rulesIn('b.yaml'), [])
})

test('other files stay known while only the one that is asked about is read again', () => {
  const service = serviceOver({ 'a.yaml': widget('a'), 'b.yaml': widget('b') })
  service.lintAll()
  const [, before] = service.workspace().all('example.com/v1/Widget')
  service.setSchemas(layeredSchemas(widgets, manifestSchemas()))
  service.lint('a.yaml')
  const after = service
    .workspace()
    .all('example.com/v1/Widget')
    .find(({ uri }) => uri === 'b.yaml')
  assert.equal(after, before)
})
