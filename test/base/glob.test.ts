import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { globBase, globMatcher, isGlob } from '../../src/base/glob.ts'

/** Patterns with paths that fit them and paths that don't. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a.yaml', ['a.yaml'], ['b/a.yaml', 'axyaml', 'a.yaml/b']],
  ['*.yaml', ['a.yaml', '.yaml'], ['b/a.yaml', 'a.yml']],
  ['**/*.yaml', ['a.yaml', 'b/a.yaml', 'b/c/a.yaml'], ['a.yml']],
  ['apps/**', ['apps/a.yaml', 'apps/b/a.yaml'], ['apps', 'app/a.yaml']],
  ['apps/**/base/*.yaml', ['apps/base/a.yaml', 'apps/x/y/base/a.yaml'], ['apps/xbase/a.yaml']],
  ['a**b', ['ab', 'axxb'], ['a/b']],
  ['a?c', ['abc'], ['ac', 'a/c', 'abbc']],
  ['[a-c]x', ['ax', 'cx'], ['dx', '-x']],
  ['[!a-c]x', ['dx'], ['ax', '/x']],
  ['[c-a]x', ['cx', '-x'], ['bx']],
  ['[.^]x', ['.x', '^x'], ['ax']],
  ['{a,b*}.yaml', ['a.yaml', 'bcd.yaml'], ['c.yaml', 'a,b.yaml']],
  ['a{', ['a{'], ['a']],
  ['a[', ['a['], ['a']],
  ['(x|y)+$.yaml', ['(x|y)+$.yaml'], ['x.yaml']],
  ['ä😀?.yaml', ['ä😀😀.yaml'], ['ä😀.yaml']]
]

describe('patterns of paths', () => {
  for (const [glob, fitting, others] of table)
    test(glob, () => {
      const fits = globMatcher(glob)
      for (const path of fitting) assert.equal(fits(path), true, path)
      for (const path of others) assert.equal(fits(path), false, path)
    })

  test('the folders that are named come before the first special part', () => {
    assert.deepEqual(['a/b/*.yaml', '*.yaml', 'a/b.yaml', '/x/{a,b}/c', '**'].map(globBase), [
      'a/b',
      '',
      'a',
      '/x',
      ''
    ])
  })

  test('a path is no pattern', () => {
    assert.deepEqual(['a/b.yaml', 'a*', 'a?', '[a]', '{a}'].map(isGlob), [
      false,
      true,
      true,
      true,
      true
    ])
  })
})
