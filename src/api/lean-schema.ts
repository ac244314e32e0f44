import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../base/json.ts'
import type { Schema } from './schema.ts'

/** OpenAPI keys that are carried over as they stand. */
const same = [
  'type',
  'format',
  'pattern',
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'nullable',
  'required'
] as const

/** OpenAPI extension -> key of the lean schema. */
const renamed: Readonly<Record<string, string>> = {
  'x-kubernetes-list-type': 'listType',
  'x-kubernetes-list-map-keys': 'listMapKeys',
  'x-kubernetes-map-type': 'mapType',
  'x-kubernetes-patch-strategy': 'patchStrategy',
  'x-kubernetes-patch-merge-key': 'patchMergeKey',
  'x-kubernetes-int-or-string': 'intOrString',
  'x-kubernetes-preserve-unknown-fields': 'preserveUnknownFields',
  'x-kubernetes-embedded-resource': 'embeddedResource'
}

/** Definitions whose Go type reads and writes itself, so that OpenAPI says less than is known of them. */
const selfMade: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { intOrString: true, format: 'quantity' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'micro-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': { type: 'object', preserveUnknownFields: true },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object', preserveUnknownFields: true }
}

/** The lean form of a named definition of an OpenAPI document. */
export function leanDefinition(name: string, node: UnknownRecord): Schema {
  return selfMade[name] ?? leanSchema(node)
}

/** The structure of one OpenAPI v3 schema without its descriptions. */
export function leanSchema(node: UnknownRecord): Schema {
  const lean: Record<string, unknown> = {}
  const merged = flattened(node)
  for (const key of same) if (merged[key] !== undefined) lean[key] = merged[key]
  for (const [key, name] of Object.entries(renamed))
    if (merged[key] !== undefined) lean[name] = merged[key]
  if (typeof merged.$ref === 'string') lean.$ref = refName(merged.$ref)
  // An empty default only says that the Go field is no pointer.
  if (merged.default !== undefined && !isEmptyRecord(merged.default)) lean.default = merged.default
  if (merged.format === 'int-or-string' || isIntOrString(merged)) {
    lean.intOrString = true
    delete lean.type
    delete lean.format
  }
  if (isRecord(merged.properties))
    lean.properties = Object.fromEntries(
      Object.entries(merged.properties).map(([key, value]) => [key, leanSchema(recordOf(value))])
    )
  if (merged.additionalProperties === true) lean.additionalProperties = {}
  if (isRecord(merged.additionalProperties))
    lean.additionalProperties = leanSchema(merged.additionalProperties)
  if (isRecord(merged.items)) lean.items = leanSchema(merged.items)
  if (lean.intOrString !== true) Object.assign(lean, alternativesOf(merged))
  const rules = itemsOf(merged['x-kubernetes-validations']).map(rule => {
    const { rule: expression, message } = recordOf(rule)
    return message === undefined ? { rule: expression } : { rule: expression, message }
  })
  if (rules.length > 0) lean.validations = rules
  return lean
}

/** The name of a definition in a reference to it. */
export function refName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1)
}

/** What a value has to fit besides its structure: some of several schemas, or none of one. */
function alternativesOf(node: UnknownRecord): Partial<Schema> {
  const several = ['oneOf', 'anyOf', 'allOf'].flatMap(key => {
    const schemas = itemsOf(node[key]).map(one => leanSchema(recordOf(one)))
    return schemas.length > 0 ? [[key, schemas] as const] : []
  })
  return {
    ...Object.fromEntries(several),
    ...(isRecord(node.not) && { not: leanSchema(node.not) })
  }
}

/**
 * OpenAPI wraps a reference that has a default or a description into `allOf` of one. In a CustomResourceDefinition
 * `allOf` may join several choices, which stay apart.
 */
function flattened(node: UnknownRecord): UnknownRecord {
  if (!Array.isArray(node.allOf) || joinsChoices(node.allOf)) return node
  const { allOf, ...own } = node
  return {
    ...Object.assign({}, ...itemsOf(allOf).map(one => flattened(recordOf(one)))),
    ...own
  } as UnknownRecord
}

function joinsChoices(allOf: readonly unknown[]): boolean {
  return allOf.some(one => isRecord(one) && (one.oneOf ?? one.anyOf ?? one.not) !== undefined)
}

function isIntOrString(node: UnknownRecord): boolean {
  const types = itemsOf(node.oneOf ?? node.anyOf)
    .map(choice => String(recordOf(choice).type))
    .sort()
  return types.length === 2 && /^(integer|number) string$/.test(types.join(' '))
}

function isEmptyRecord(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0
}
