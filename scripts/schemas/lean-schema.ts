import type { Schema } from '../../src/api/schema.ts'

type OpenApiNode = Readonly<Record<string, unknown>>

/** OpenAPI key -> key of the lean schema, for what is carried over as it stands. */
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

/** The structure of one OpenAPI schema without its descriptions. */
export function leanSchema(node: OpenApiNode): Schema {
  const lean: Record<string, unknown> = {}
  const merged = flattened(node)
  for (const key of same) if (merged[key] !== undefined) lean[key] = merged[key]
  for (const [key, name] of Object.entries(renamed))
    if (merged[key] !== undefined) lean[name] = merged[key]
  if (typeof merged.$ref === 'string') lean.$ref = refName(merged.$ref)
  if (merged.default !== undefined && !isEmptyObject(merged.default)) lean.default = merged.default
  if (merged.format === 'int-or-string' || isIntOrString(merged)) {
    lean.intOrString = true
    delete lean.type
    delete lean.format
  }
  if (isRecord(merged.properties))
    lean.properties = Object.fromEntries(
      Object.entries(merged.properties).map(([key, value]) => [key, leanSchema(recordOf(value))])
    )
  if (isRecord(merged.additionalProperties))
    lean.additionalProperties = leanSchema(merged.additionalProperties)
  if (isRecord(merged.items)) lean.items = leanSchema(merged.items)
  const rules = merged['x-kubernetes-validations']
  if (Array.isArray(rules))
    lean.validations = rules.map(rule => {
      const { rule: expression, message } = recordOf(rule)
      return message === undefined ? { rule: expression } : { rule: expression, message }
    })
  return lean
}

export function refName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1)
}

/** OpenAPI wraps a reference that has a default or a description into `allOf` of one. */
function flattened(node: OpenApiNode): OpenApiNode {
  if (!Array.isArray(node.allOf)) return node
  const { allOf, ...own } = node
  return Object.assign({}, ...(allOf as OpenApiNode[]).map(flattened), own) as OpenApiNode
}

function isIntOrString(node: OpenApiNode): boolean {
  const choices = node.oneOf ?? node.anyOf
  if (!Array.isArray(choices)) return false
  const types = choices.map(choice => recordOf(choice).type).sort()
  return (
    types.length === 2 && (types[0] === 'integer' || types[0] === 'number') && types[1] === 'string'
  )
}

function isEmptyObject(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0
}

function isRecord(value: unknown): value is OpenApiNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function recordOf(value: unknown): OpenApiNode {
  return isRecord(value) ? value : {}
}
