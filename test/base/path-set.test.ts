import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PathSet } from '../../src/base/path-set.ts'

describe('names by what they lie in', () => {
  const names = new PathSet()
  for (const name of ['file:///a/b/one', 'file:///a/b/two', 'file:///a/bc', 'file:///a/b/one'])
    names.add(name)

  test('a folder has all below it, and no name that only begins alike', () => {
    assert.deepEqual(names.within('file:///a/b'), ['file:///a/b/one', 'file:///a/b/two'])
    assert.equal(names.within('file:///a').length, 3)
    assert.deepEqual(names.within('file:///a/b/one'), ['file:///a/b/one'])
    assert.deepEqual(names.within('file:///a/b/o'), [])
    assert.equal(names.size, 3)
  })

  test('what is taken out is below nothing', () => {
    assert.equal(names.delete('file:///a/b/one'), true)
    assert.equal(names.delete('file:///a/b/one'), false)
    assert.deepEqual(names.within('file:///a/b'), ['file:///a/b/two'])
    names.delete('file:///a/b/two')
    assert.deepEqual(names.within('file:///a/b'), [])
    assert.deepEqual(names.within('file:///a'), ['file:///a/bc'])
  })
})
