import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Field } from '../../src/base/field.ts'

const object = new Field({
  spec: { list: ['a', 2, { name: 'b' }], map: { x: '1', y: 2 }, none: [] }
})

test('a field knows what stands there and the way to it', () => {
  const item = object.get('spec', 'list').items[2]
  assert.equal(item?.get('name').text, 'b')
  assert.deepEqual(item.get('name').at, ['spec', 'list', 2, 'name'])
  assert.deepEqual(object.get('spec', 'list').texts, ['a'])
  assert.deepEqual(object.get('spec', 'map').labels, { x: '1' })
})

test('what is absent or of another type reads as empty', () => {
  assert.deepEqual(object.get('spec', 'map').items, [])
  assert.deepEqual(object.get('spec', 'list').keys, [])
  assert.equal(object.get('spec', 'map').text, undefined)
  assert.equal(object.get('nothing', 0, 'here').isThere, false)
  assert.equal(object.get('spec', 'none').isEmpty, true)
  assert.equal(object.get('spec', 'nothing').isEmpty, false)
})
