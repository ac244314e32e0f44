import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLabelSelector } from '../../src/sim/label-selector.ts'

const labels = { app: 'web', tier: 'front', level: '7', empty: '' }

for (const [text, expected] of [
  ['', true],
  ['app=web', true],
  ['app == web', true],
  ['app=db', false],
  ['app!=db', true],
  ['absent!=db', true],
  ['app in (db, web)', true],
  ['app notin (db, web)', false],
  ['absent notin (db)', true],
  ['app', true],
  ['absent', false],
  ['!absent', true],
  ['!app', false],
  ['empty=', true],
  ['empty in ()', true],
  ['level>6,level<8', true],
  ['level>7', false],
  ['app>1', false],
  ['absent<1', false],
  ['app=web,tier in (front),!absent', true],
  ['in=web', false],
  ['constructor', false]
] as const)
  test(`the selector "${text}" is ${expected}`, () => {
    assert.equal(parseLabelSelector(text)(labels), expected)
  })

// The words are those of a real API server, as test/cluster/scenes/api/label-selectors-unreadable.yaml shows.
for (const [text, words] of [
  ['=x', "found '=', expected: !, identifier, or 'end of string'"],
  ['a,', "found '', expected: identifier after ','"],
  ['a in b', "unable to parse requirement: found 'b' expected: '('"],
  ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  [
    'a>x',
    `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`
  ]
] as const)
  test(`the selector "${text}" is refused`, () => {
    assert.throws(() => parseLabelSelector(text), { message: words })
  })
