import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonMergePatch } from '../../../src/api/merge/json-merge-patch.ts'
import { jsonPatch } from '../../../src/api/merge/json-patch.ts'
import { PatchError } from '../../../src/api/merge/patch-error.ts'

interface Case {
  readonly name: string
  readonly value: unknown
  readonly patch: unknown
  readonly expected: unknown
}

/** Partly from the examples in RFC 6902, appendix A, in our own data. */
const patches: readonly Case[] = [
  {
    name: 'add sets a field',
    value: { a: 1 },
    patch: [{ op: 'add', path: '/b', value: 2 }],
    expected: { a: 1, b: 2 }
  },
  {
    name: 'add puts an item before the one at its index',
    value: { a: [1, 3] },
    patch: [{ op: 'add', path: '/a/1', value: 2 }],
    expected: { a: [1, 2, 3] }
  },
  {
    name: 'add at - appends',
    value: { a: [1] },
    patch: [{ op: 'add', path: '/a/-', value: { b: 1 } }],
    expected: { a: [1, { b: 1 }] }
  },
  {
    name: 'keys with slashes and tildes are escaped',
    value: { 'a/b': 1, 'c~d': 2 },
    patch: [
      { op: 'remove', path: '/a~1b' },
      { op: 'replace', path: '/c~0d', value: 3 }
    ],
    expected: { 'c~d': 3 }
  },
  {
    name: 'move takes a value elsewhere',
    value: { a: { b: 1 }, c: [] },
    patch: [{ op: 'move', from: '/a/b', path: '/c/0' }],
    expected: { a: {}, c: [1] }
  },
  {
    name: 'copy leaves the value and shares nothing',
    value: { a: { b: 1 } },
    patch: [
      { op: 'copy', from: '/a', path: '/c' },
      { op: 'replace', path: '/c/b', value: 2 }
    ],
    expected: { a: { b: 1 }, c: { b: 2 } }
  },
  {
    name: 'test lets the rest happen when it holds',
    value: { a: { b: [1, 2] } },
    patch: [
      { op: 'test', path: '/a', value: { b: [1, 2] } },
      { op: 'remove', path: '/a/b/0' }
    ],
    expected: { a: { b: [2] } }
  },
  {
    name: 'the empty path is the whole value',
    value: { a: 1 },
    patch: [{ op: 'replace', path: '', value: [] }],
    expected: []
  }
]

for (const { name, value, patch, expected } of patches)
  test(`JSON patch: ${name}`, () => {
    const before = structuredClone(value)
    assert.deepEqual(jsonPatch(value, patch), expected)
    assert.deepEqual(value, before, 'the value itself stays')
  })

const refusals: readonly (Omit<Case, 'expected'> & { kind: PatchError['kind'] })[] = [
  { name: 'no list', value: {}, patch: {}, kind: 'malformed' },
  { name: 'an operation without op', value: {}, patch: [{ path: '/a' }], kind: 'malformed' },
  {
    name: 'an operation of another kind',
    value: {},
    patch: [{ op: 'merge', path: '/a' }],
    kind: 'unprocessable'
  },
  {
    name: 'a path without a slash',
    value: {},
    patch: [{ op: 'add', path: 'a', value: 1 }],
    kind: 'unprocessable'
  },
  {
    name: 'removing what is not there',
    value: {},
    patch: [{ op: 'remove', path: '/a' }],
    kind: 'unprocessable'
  },
  {
    name: 'adding below what is not there',
    value: {},
    patch: [{ op: 'add', path: '/a/b', value: 1 }],
    kind: 'unprocessable'
  },
  {
    name: 'an index past the end',
    value: { a: [] },
    patch: [{ op: 'add', path: '/a/1', value: 1 }],
    kind: 'unprocessable'
  },
  {
    name: 'a test that fails',
    value: { a: 1 },
    patch: [{ op: 'test', path: '/a', value: 2 }],
    kind: 'unprocessable'
  },
  {
    name: 'moving a value into itself',
    value: { a: { b: {} } },
    patch: [{ op: 'move', from: '/a', path: '/a/b/c' }],
    kind: 'unprocessable'
  }
]

for (const { name, value, patch, kind } of refusals)
  test(`JSON patch refuses ${name}`, () => {
    assert.throws(
      () => jsonPatch(value, patch),
      (error: unknown) => error instanceof PatchError && error.kind === kind
    )
  })

/** RFC 7386, appendix A, reduced to what differs in kind. */
const merges: readonly Case[] = [
  { name: 'a field is set', value: { a: 'b' }, patch: { a: 'c' }, expected: { a: 'c' } },
  { name: 'null removes', value: { a: 1, b: 2 }, patch: { a: null }, expected: { b: 2 } },
  { name: 'a list replaces', value: { a: [1, 2] }, patch: { a: [3] }, expected: { a: [3] } },
  {
    name: 'objects merge',
    value: { a: { b: 1, c: 2 } },
    patch: { a: { b: 3, c: null } },
    expected: { a: { b: 3 } }
  },
  {
    name: 'null below something new is dropped',
    value: {},
    patch: { a: { b: { c: null } } },
    expected: { a: { b: {} } }
  },
  {
    name: 'an object replaces a list',
    value: { a: [1] },
    patch: { a: { b: 1 } },
    expected: { a: { b: 1 } }
  }
]

for (const { name, value, patch, expected } of merges)
  test(`JSON merge patch: ${name}`, () => {
    assert.deepEqual(jsonMergePatch(value, patch), expected)
  })

test('JSON patch: replace adds an entry that is not there, as the library of the API server does', () => {
  assert.deepEqual(jsonPatch({ a: {} }, [{ op: 'replace', path: '/a/b', value: 1 }]), {
    a: { b: 1 }
  })
  assert.throws(() => jsonPatch({ a: [] }, [{ op: 'replace', path: '/a/0', value: 1 }]), PatchError)
})
