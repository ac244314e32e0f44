import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PatchError } from '../../../src/api/merge/patch-error.ts'
import { strategicMergePatch } from '../../../src/api/merge/strategic-merge-patch.ts'
import type { Schema } from '../../../src/api/schema.ts'

const text: Schema = { type: 'string' }

/** A small kind with one list of each strategy. */
const schema: Schema = {
  type: 'object',
  properties: {
    containers: {
      type: 'array',
      patchStrategy: 'merge',
      patchMergeKey: 'name',
      items: { $ref: 'container' }
    },
    finalizers: { type: 'array', patchStrategy: 'merge', items: text },
    args: { type: 'array', items: text },
    volumes: {
      type: 'array',
      patchStrategy: 'merge,retainKeys',
      patchMergeKey: 'name',
      items: { type: 'object', properties: { name: text } }
    },
    strategy: { type: 'object', patchStrategy: 'retainKeys', properties: { type: text } },
    labels: { type: 'object', additionalProperties: text }
  }
}

const container: Schema = {
  type: 'object',
  properties: {
    name: text,
    image: text,
    ports: {
      type: 'array',
      patchStrategy: 'merge',
      patchMergeKey: 'containerPort',
      items: { type: 'object', properties: { containerPort: { type: 'integer' }, name: text } }
    }
  }
}

const schemas = { resolve: (ref: string) => (ref === 'container' ? container : undefined) }

interface Case {
  readonly name: string
  readonly current: unknown
  readonly patch: unknown
  readonly expected: unknown
}

const two = [
  { name: 'a', image: 'one' },
  { name: 'b', image: 'two' }
]

const cases: readonly Case[] = [
  {
    name: 'maps merge and null removes',
    current: { labels: { a: '1', b: '2' } },
    patch: { labels: { a: null, c: '3' } },
    expected: { labels: { b: '2', c: '3' } }
  },
  {
    name: 'a list with a merge key merges item by item',
    current: { containers: two },
    patch: { containers: [{ name: 'b', image: 'new' }, { name: 'c' }] },
    expected: { containers: [two[0], { name: 'b', image: 'new' }, { name: 'c' }] }
  },
  {
    name: 'lists inside of items merge too',
    current: { containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] },
    patch: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'http' }] }] },
    expected: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'http' }] }] }
  },
  {
    name: 'a list without a strategy is replaced',
    current: { args: ['a', 'b'] },
    patch: { args: ['c'] },
    expected: { args: ['c'] }
  },
  {
    name: 'a list of plain values to merge gains what is new, in front',
    current: { finalizers: ['a'] },
    patch: { finalizers: ['b', 'a'] },
    expected: { finalizers: ['b', 'a'] }
  },
  {
    name: '$deleteFromPrimitiveList takes values out',
    current: { finalizers: ['a', 'b', 'c'] },
    patch: { '$deleteFromPrimitiveList/finalizers': ['b'], finalizers: ['d'] },
    expected: { finalizers: ['d', 'a', 'c'] }
  },
  {
    name: '$patch: delete takes an item out',
    current: { containers: two },
    patch: { containers: [{ name: 'a', $patch: 'delete' }] },
    expected: { containers: [two[1]] }
  },
  {
    name: '$patch: replace replaces a map',
    current: { labels: { a: '1' } },
    patch: { labels: { $patch: 'replace', b: '2' } },
    expected: { labels: { b: '2' } }
  },
  {
    name: '$patch: replace replaces a list',
    current: { containers: two },
    patch: { containers: [{ $patch: 'replace' }, { name: 'c' }] },
    expected: { containers: [{ name: 'c' }] }
  },
  {
    name: '$retainKeys drops the fields that it does not name',
    current: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
    patch: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    expected: { strategy: { type: 'Recreate' } }
  },
  {
    name: '$setElementOrder orders the merged list',
    current: { containers: two },
    patch: {
      '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
      containers: [{ name: 'c' }]
    },
    expected: { containers: [{ name: 'c' }, two[1], two[0]] }
  },
  {
    name: '$setElementOrder alone reorders',
    current: { containers: two },
    patch: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
    expected: { containers: [two[1], two[0]] }
  },
  {
    name: 'fields that the schema does not know merge as in a merge patch',
    current: { other: { a: 1 }, list: [1] },
    patch: { other: { b: 2 }, list: [2] },
    expected: { other: { a: 1, b: 2 }, list: [2] }
  }
]

for (const { name, current, patch, expected } of cases)
  test(`strategic merge patch: ${name}`, () => {
    const before = structuredClone(current)
    assert.deepEqual(strategicMergePatch(current, patch, schema, schemas), expected)
    assert.deepEqual(current, before, 'the current value itself stays')
  })

for (const [name, patch] of [
  ['an item without its merge key', { containers: [{ image: 'x' }] }],
  ['a directive of another kind', { labels: { $patch: 'keep' } }],
  ['a patch that is no object', ['a']]
] as const)
  test(`strategic merge patch refuses ${name}`, () => {
    assert.throws(() => strategicMergePatch({}, patch, schema, schemas), PatchError)
  })
