import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintText } from '../support/service.ts'

const definition = (versions: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: tunnels.net.example.com }
spec:
  group: net.example.com
  scope: Namespaced
  names: { plural: tunnels, kind: Tunnel }
  versions: ${versions}
`
const schema = (of = ''): string =>
  `schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object${of} } } } }`
const version = (name: string, storage: boolean, of = ''): string =>
  `{ name: ${name}, served: true, storage: ${String(storage)}, ${schema(of)} }`
const field = (a: string): string =>
  definition(`[${version('v1', true, `, properties: { a: { ${a} } }`)}]`)

/** Definitions, and the text that an error marks in each; the server writes what is wrong in a form of its own. */
const table: Readonly<Record<string, readonly [text: string, ...marked: string[]]>> = {
  'one version that is stored': [definition(`[${version('v1', true)}]`)],
  'two versions, of which one is stored': [
    definition(`[${version('v1', true)}, ${version('v2', false)}]`)
  ],
  'no version that is stored': [
    definition(`[${version('v1', false)}]`),
    `[${version('v1', false)}]`
  ],
  'two versions that are stored': [
    definition(`[${version('v1', true)}, ${version('v2', true)}]`),
    `[${version('v1', true)}, ${version('v2', true)}]`
  ],
  'a default of its type': [field('type: integer, default: 1')],
  'a default of another type': [field('type: integer, default: one'), 'one'],
  'a pattern of RE2': [field("type: string, pattern: '(?i)^a$'")],
  'a pattern that repeats nothing': [field("type: string, pattern: '*'"), "'*'"],
  'a number or a text': [
    field('x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }]')
  ],
  'types in a choice without saying so': [
    field('type: string, anyOf: [{ type: integer }, { type: string }]')
  ],
  'a type in another choice': [field('type: string, oneOf: [{ type: string }]'), 'type']
}

for (const [name, [text, ...marked]] of Object.entries(table))
  test(name, () => {
    const told = lintText(text).filter(({ severity }) => severity === 'error')
    assert.deepEqual(
      told.map(({ range: { start, end } }) => text.slice(start, end)),
      marked
    )
  })
