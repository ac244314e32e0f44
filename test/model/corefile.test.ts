import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCorefile, parseDirectives, zoneOf } from '../../src/model/corefile.ts'

function shapeOf(text: string): string[] {
  return parseCorefile(text).servers.map(
    ({ keys, directives }) =>
      `${keys.map(key => key.text).join(' ')} { ${directives.map(({ name, args, block }) => [name, ...args].map(word => word.text).join(' ') + (block.length > 0 ? ` (${block.map(line => line.name.text).join(' ')})` : '')).join('; ')} }`
  )
}

test('server blocks with zones, plugins and their blocks', () => {
  assert.deepEqual(
    shapeOf(
      '# of the cluster\n.:53 {\n  errors\n  kubernetes cluster.local { # names\n    pods insecure\n    fallthrough\n  }\n}\n\nexample.org,\nexample.net:1053 {\n  log . "a { b }"\n}\n'
    ),
    [
      '.:53 { errors; kubernetes cluster.local (pods fallthrough) }',
      'example.org example.net:1053 { log . a { b } }'
    ]
  )
})

test('a block in one line, and a file with one server and no braces', () => {
  assert.deepEqual(shapeOf('. {\n  health {\n    lameduck 5s\n  }\n}'), ['. { health (lameduck) }'])
  assert.deepEqual(shapeOf('. {\n  rewrite stop { name a b }\n}'), ['. { rewrite stop (name) }'])
  assert.deepEqual(shapeOf('.:53\nerrors\nforward . 192.0.2.1'), [
    '.:53 { errors; forward . 192.0.2.1 }'
  ])
})

test('braces that do not fit are told where they stand', () => {
  const problemsOf = (text: string): string[] =>
    parseCorefile(text).problems.map(({ word }) => `${word.line}:${word.start} ${word.text}`)
  assert.deepEqual(problemsOf('. {\n  errors\n'), ['0:2 {'])
  assert.deepEqual(problemsOf('. {\n  errors\n}\n}\n'), ['3:0 }'])
  assert.deepEqual(problemsOf('{\n  errors\n}\n'), ['0:0 {'])
  // The block that lacks its brace is the inner one, as the indentation tells.
  assert.deepEqual(problemsOf('. {\n  hosts {\n    192.0.2.1 a\n}\n'), ['1:8 {'])
  // An option takes a brace on its line for an argument, and a plugin on the line of its server.
  assert.deepEqual(problemsOf('. {\n  health { lameduck 5s }\n}\n'), ['1:23 }'])
  assert.deepEqual(problemsOf('. { whoami }\n'), ['0:11 }'])
  assert.deepEqual(problemsOf('. {\n  rewrite { name a b }\n  health { }\n}\n'), [])
  assert.deepEqual(problemsOf(''), [])
  assert.deepEqual(parseDirectives('log\n}\n').problems.length, 1)
})

test('zones with their scheme and port', () => {
  assert.deepEqual(zoneOf('Example.ORG.'), { zone: 'example.org', port: 'dns:53' })
  assert.deepEqual(zoneOf('.:1053'), { zone: '', port: 'dns:1053' })
  assert.deepEqual(zoneOf('tls://example.org'), { zone: 'example.org', port: 'tls:853' })
})
