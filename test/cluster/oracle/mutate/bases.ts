import type { SchemaSet } from '../../../../src/api/schema-set.ts'
import { isRecord, itemsOf, recordOf } from '../../../../src/base/json.ts'
import type { FieldPath } from '../../../../src/base/field-path.ts'
import {
  apiVersionOf,
  gvkKey,
  gvkOf,
  isKubeObject,
  type GroupVersionKind,
  type KubeObject
} from '../../../../src/model/object.ts'
import { parseYamlFile } from '../../../../src/yaml/yaml-file.ts'
import { fixtureFolders, fixturesOf } from '../../../api/fixtures.ts'
import { manifestSchemas } from '../../../support/service.ts'
import { fixtureWorkspaces } from '../fixtures.ts'
import { sampleOf, samplesOf } from './samples.ts'

/** Objects to be changed, by their kind as `gvkKey` writes it. */
export type Bases = ReadonlyMap<string, readonly KubeObject[]>

/**
 * For every kind that the schemas know the manifests of the fixtures that together show most of its fields, the
 * fullest first; where there are none, objects that are made of the schema.
 */
export function basesOf(
  isWanted: (kind: string) => boolean,
  isClean: (object: KubeObject) => boolean
): Bases {
  const schemas = manifestSchemas()
  const found = new Map<string, KubeObject[]>()
  const seen = new Set<string>()
  for (const object of [...apiFixtures(), ...linterFixtures()].sort(byLength)) {
    const gvk = gvkOf(object)
    const key = gvkKey(gvk)
    if (!isWanted(key) || !schemas.resourceOf(gvk)) continue
    const fields = [...fieldsOf(object)].map(field => `${key} ${field}`)
    if (fields.every(field => seen.has(field)) || !isClean(object)) continue
    for (const field of fields) seen.add(field)
    found.set(key, [...(found.get(key) ?? []), object])
  }
  for (const { gvk, verbs } of schemas.kinds()) {
    const key = gvkKey(gvk)
    if (found.has(key) || !isWanted(key) || !verbs.includes('create')) continue
    found.set(key, madeObjects(gvk, schemas).filter(isClean))
  }
  return found
}

/** Objects of a kind with what its schema requires, and with one part of its specification each. */
function madeObjects(gvk: GroupVersionKind, schemas: SchemaSet): KubeObject[] {
  const schema = schemas.schemaOf(gvk)
  if (!schema) return []
  // Of some kinds there is one in a cluster, which has this name.
  const metadata = { name: 'default' }
  const head = { apiVersion: apiVersionOf(gvk), kind: gvk.kind, metadata }
  const required = recordOf(sampleOf(schema, schemas))
  const { spec } = schema.properties ?? {}
  const specs = Object.values(spec ? samplesOf(spec, schemas) : {})
  return [
    { ...required, ...head },
    ...specs.map(one => ({ ...required, ...head, spec: one })),
    { ...required, ...head, spec: {} }
  ].filter(isKubeObject)
}

function apiFixtures(): KubeObject[] {
  return fixtureFolders()
    .flatMap(fixturesOf)
    .filter(({ file }) => file === 'clean')
    .map(({ object }) => object)
    .filter(isKubeObject)
}

function linterFixtures(): KubeObject[] {
  return fixtureWorkspaces()
    .flatMap(files => Object.values(files))
    .flatMap(text => parseYamlFile(text).documents)
    .filter(({ problems }) => problems.length === 0)
    .map(({ value }) => value)
    .filter(isKubeObject)
}

function byLength(a: unknown, b: unknown): number {
  return JSON.stringify(b).length - JSON.stringify(a).length
}

/** The fields of an object, items of a list as one. */
function* fieldsOf(value: unknown, at = ''): Generator<string> {
  yield at
  if (isRecord(value))
    for (const [key, child] of Object.entries(value)) yield* fieldsOf(child, `${at}.${key}`)
  for (const item of itemsOf(value)) yield* fieldsOf(item, `${at}[]`)
}

/** A path that is the same for all items of a list. */
export function genericPath(path: FieldPath): string {
  return path.map(step => (typeof step === 'number' ? '[]' : `.${step}`)).join('')
}
