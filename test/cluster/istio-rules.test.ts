/** Istio's own validation, which its admission webhook asks, beside the rules: both refuse the same objects. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mutationsOf } from '../../scripts/schemas/mutations.ts'
import type { Finding } from '../../src/language/finding.ts'
import { chance } from '../support/fuzz.ts'
import { lintText } from '../support/service.ts'
import { istioSays, ownObjects, publishedObjects } from './istio-rules/objects.ts'

/** Objects of which the two think otherwise, by their file and number, and why that stays so. */
const differences: Readonly<Record<string, string>> = {}

describe('what Istio refuses', { timeout: 1_200_000 }, () => {
  test('is what the rules tell as an error, in every fixture and example', () => {
    const objects = ownObjects()
    assert.ok(objects.length > 150, `only ${objects.length} objects of Istio`)
    const refusals = istioSays(objects.map(({ object }) => object))
    assert.ok(refusals.some(text => text !== '') && refusals.includes(''))
    const different = objects.flatMap(({ name, object }, i) => {
      const errors = errorsOf(object)
      const refusal = refusals[i] ?? ''
      if ((refusal !== '') === errors.length > 0) return []
      return [
        `${name}: Istio says “${refusal}”, we say ${errors.map(one => one.message).join(' ')}`
      ]
    })
    assert.deepEqual(
      different.filter(line => !Object.keys(differences).some(name => line.startsWith(`${name}:`))),
      []
    )
    assert.equal(different.length, Object.keys(differences).length, 'a listed difference is none')
  })

  test('is all that the rules tell of objects that come with Istio', () => {
    const objects = publishedObjects()
    const refusals = istioSays(objects.map(({ object }) => object))
    const alarms = objects.flatMap(({ name, object }, i) =>
      refusals[i] === '' ? alarmsOf(object).map(message => `${name}: ${message}`) : []
    )
    assert.deepEqual(alarms, [])
  })

  test('is told of correct objects that were changed at one place', () => {
    const changes = changesOfCorrectObjects(5000)
    const refusals = istioSays(changes.map(({ object }) => object))
    const table: Record<string, Row> = {}
    const alarms: string[] = []
    for (const [i, { kind, name, object }] of changes.entries()) {
      const row = (table[kind] ??= { changes: 0, refused: 0, missed: 0, 'false alarms': 0 })
      const errors = errorsOf(object)
      const isRefused = refusals[i] !== ''
      row.changes++
      if (isRefused) row.refused++
      if (isRefused && errors.length === 0) row.missed++
      const found = isRefused ? [] : alarmsOf(object)
      if (found.length > 0) row['false alarms']++
      alarms.push(...found.map(message => `${name}: ${message}`))
    }
    console.table(table)
    assert.deepEqual(alarms, [])
    // An EnvoyFilter has whole configurations of Envoy in it, whose types we do not have.
    const { refused, missed } = sumOf(
      Object.entries(table).filter(([kind]) => kind !== 'EnvoyFilter')
    )
    assert.ok(refused > 1000, `only ${refused} refused`)
    assert.ok(missed <= refused / 200, `${missed} of ${refused} are not told`)
  })
})

interface Row {
  changes: number
  refused: number
  missed: number
  'false alarms': number
}

function sumOf(rows: readonly (readonly [string, Row])[]): Pick<Row, 'refused' | 'missed'> {
  return rows.reduce(
    (sum, [, row]) => ({ refused: sum.refused + row.refused, missed: sum.missed + row.missed }),
    { refused: 0, missed: 0 }
  )
}

interface Change {
  readonly kind: string
  readonly name: string
  readonly object: unknown
}

/** The same ones each time, out of all there are. */
function changesOfCorrectObjects(count: number): readonly Change[] {
  const objects = [...ownObjects(), ...publishedObjects()]
  const refusals = istioSays(objects.map(({ object }) => object))
  const correct = objects.filter(
    ({ object }, i) => refusals[i] === '' && errorsOf(object).length === 0
  )
  assert.ok(correct.length > 500, `only ${correct.length} are correct`)
  const all = new Map<string, Change>()
  for (const { name, object } of correct)
    for (const { title, object: changed } of mutationsOf(object)) {
      if (!title.startsWith('spec')) continue
      const key = JSON.stringify({ ...(changed as object), metadata: undefined })
      all.set(key, { kind: String(object.kind), name: `${name} ${title}`, object: changed })
    }
  const changes = [...all.values()]
  const below = chance(1)
  return Array.from({ length: count }, () => changes.splice(below(changes.length), 1)).flat()
}

function errorsOf(object: unknown): readonly Finding[] {
  return lintText(JSON.stringify(object)).filter(one => one.severity === 'error')
}

/** What is said of an object in Istio's name. What the schema says is the API server's word, before Istio is asked. */
function alarmsOf(object: unknown): readonly string[] {
  const errors = errorsOf(object)
  return errors.every(one => one.rule.startsWith('istio/')) ? errors.map(one => one.message) : []
}
