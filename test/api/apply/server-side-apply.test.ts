import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withManagedFields } from '../../../src/api/apply/managed-fields.ts'
import { conflictMessage, serverSideApply } from '../../../src/api/apply/server-side-apply.ts'
import type { Schema } from '../../../src/api/schema.ts'
import type { KubeObject } from '../../../src/model/object.ts'

const text: Schema = { type: 'string' }
const schema: Schema = {
  type: 'object',
  properties: {
    metadata: {
      type: 'object',
      properties: {
        name: text,
        labels: { type: 'object', additionalProperties: text },
        finalizers: { type: 'array', listType: 'set', items: text }
      }
    },
    spec: {
      type: 'object',
      properties: {
        replicas: { type: 'integer' },
        selector: { type: 'object', mapType: 'atomic', additionalProperties: text },
        args: { type: 'array', listType: 'atomic', items: text },
        ports: {
          type: 'array',
          listType: 'map',
          listMapKeys: ['port', 'protocol'],
          items: {
            type: 'object',
            properties: {
              port: { type: 'integer' },
              protocol: { type: 'string', default: 'TCP' },
              name: text
            }
          }
        }
      }
    }
  }
}
const schemas = { resolve: () => undefined }

function object(spec: object, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: { name: 'x', ...metadata },
    spec
  }
}

function apply(
  live: KubeObject | undefined,
  applied: KubeObject,
  manager: string,
  force = false
): ReturnType<typeof serverSideApply> {
  const time = '2026-01-01T00:00:00Z'
  return serverSideApply(live, applied, { manager, apiVersion: 'v1', time, force }, schema, schemas)
}

/** What the object says without who manages it. */
function content(object: KubeObject): unknown {
  const metadata = Object.entries(object.metadata).filter(([key]) => key !== 'managedFields')
  return { ...object, metadata: Object.fromEntries(metadata) }
}

function fieldsBy(object: KubeObject, manager: string): unknown {
  const entries = (object.metadata.managedFields ?? []) as { manager: string; fieldsV1: unknown }[]
  return entries.find(entry => entry.manager === manager)?.fieldsV1
}

test('a first apply owns what it names', () => {
  const { object: applied } = apply(
    undefined,
    object({ replicas: 2, selector: { a: 'b' }, ports: [{ port: 80 }] }, { labels: { l: '1' } }),
    'me'
  )
  assert.deepEqual(fieldsBy(applied, 'me'), {
    'f:metadata': { 'f:labels': { 'f:l': {} } },
    'f:spec': {
      'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } },
      'f:replicas': {},
      'f:selector': {}
    }
  })
})

interface Step {
  readonly manager: string
  readonly spec: object
  readonly force?: boolean
}

/** Applies in a row, and what the spec is at the end. */
const rows: readonly { name: string; steps: readonly Step[]; expected: object }[] = [
  {
    name: 'what is left out goes away',
    steps: [
      { manager: 'me', spec: { replicas: 2, args: ['a'] } },
      { manager: 'me', spec: { replicas: 2 } }
    ],
    expected: { replicas: 2 }
  },
  {
    name: 'what someone else owns too stays',
    steps: [
      { manager: 'me', spec: { replicas: 2 } },
      { manager: 'you', spec: { replicas: 2, args: ['a'] } },
      { manager: 'me', spec: {} }
    ],
    expected: { replicas: 2, args: ['a'] }
  },
  {
    name: 'two managers share a list by its keys',
    steps: [
      { manager: 'me', spec: { ports: [{ port: 80, name: 'http' }] } },
      { manager: 'you', spec: { ports: [{ port: 443, name: 'https' }] } }
    ],
    expected: {
      ports: [
        { port: 80, name: 'http' },
        { port: 443, name: 'https' }
      ]
    }
  },
  {
    name: 'an item goes with its last owner',
    steps: [
      { manager: 'me', spec: { ports: [{ port: 80 }] } },
      { manager: 'you', spec: { ports: [{ port: 443 }] } },
      { manager: 'me', spec: { ports: [] } }
    ],
    expected: { ports: [{ port: 443 }] }
  },
  {
    name: 'the same port of another protocol is another item',
    steps: [
      { manager: 'me', spec: { ports: [{ port: 53 }] } },
      { manager: 'me', spec: { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] } }
    ],
    expected: { ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] }
  },
  {
    name: 'an atomic map is one field',
    steps: [
      { manager: 'me', spec: { selector: { a: '1' } } },
      { manager: 'you', spec: { selector: { b: '2' } }, force: true }
    ],
    expected: { selector: { b: '2' } }
  },
  {
    name: 'force takes a field over, and its old owner can no longer remove it',
    steps: [
      { manager: 'me', spec: { replicas: 2 } },
      { manager: 'you', spec: { replicas: 3 }, force: true },
      { manager: 'me', spec: {} }
    ],
    expected: { replicas: 3 }
  }
]

for (const { name, steps, expected } of rows)
  test(`server-side apply: ${name}`, () => {
    let live: KubeObject | undefined
    for (const step of steps) {
      const outcome = apply(live, object(step.spec), step.manager, step.force)
      assert.deepEqual(outcome.conflicts, [])
      live = outcome.object
    }
    assert.ok(live)
    assert.deepEqual(content(live), content(object(expected)))
  })

test('another value for a field of someone else is a conflict, which names manager and field', () => {
  const { object: live } = apply(undefined, object({ replicas: 2, args: ['a'] }), 'me')
  const one = apply(live, object({ replicas: 3 }), 'you')
  assert.deepEqual(one.conflicts, [{ manager: '"me"', field: '.spec.replicas' }])
  assert.equal(
    conflictMessage(one.conflicts),
    'Apply failed with 1 conflict: conflict with "me": .spec.replicas'
  )
  const two = apply(live, object({ replicas: 3, args: [] }), 'you')
  assert.equal(
    conflictMessage(two.conflicts),
    'Apply failed with 2 conflicts: conflicts with "me":\n- .spec.args\n- .spec.replicas'
  )
})

test('a conflict inside of a list names the item by its keys', () => {
  const { object: live } = apply(undefined, object({ ports: [{ port: 80, name: 'a' }] }), 'me')
  const { conflicts } = apply(live, object({ ports: [{ port: 80, name: 'b' }] }), 'you')
  assert.deepEqual(
    conflicts.map(one => one.field),
    ['.spec.ports[port=80,protocol="TCP"].name']
  )
})

test('an update takes the changed fields from their owner', () => {
  const { object: live } = apply(undefined, object({ replicas: 2, args: ['a'] }), 'me')
  const time = '2026-01-01T00:00:01Z'
  const scaled = withManagedFields(
    live,
    object({ replicas: 5, args: ['a'] }),
    { manager: 'scaler', apiVersion: 'v1', time },
    schema,
    schemas
  )
  assert.deepEqual(fieldsBy(scaled, 'me'), { 'f:spec': { 'f:args': {} } })
  assert.deepEqual(fieldsBy(scaled, 'scaler'), { 'f:spec': { 'f:replicas': {} } })
  const { conflicts } = apply(scaled, object({ replicas: 2, args: ['a'] }), 'me')
  assert.deepEqual(conflicts, [
    { manager: `"scaler" using v1 at ${time}`, field: '.spec.replicas' }
  ])
})

test('items of a set belong to whoever added them', () => {
  const { object: live } = apply(undefined, object({}, { finalizers: ['a'] }), 'me')
  const { object: both } = apply(live, object({}, { finalizers: ['b'] }), 'you')
  assert.deepEqual(both.metadata.finalizers, ['a', 'b'])
  const { object: rest } = apply(both, object({}), 'me')
  assert.deepEqual(rest.metadata.finalizers, ['b'])
})

test('an apply that changes nothing gives the same object', () => {
  const first = apply(undefined, object({ replicas: 2, ports: [{ port: 80 }] }), 'me').object
  assert.deepEqual(apply(first, object({ replicas: 2, ports: [{ port: 80 }] }), 'me').object, first)
})
