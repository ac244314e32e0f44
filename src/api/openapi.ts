import type { Schema } from './schema.ts'
import type { ResourceInfo, SchemaSet } from './schema-set.ts'

/** Keys of the lean schemas that OpenAPI writes with a prefix. */
const extensions: Readonly<Record<string, string>> = {
  listType: 'x-kubernetes-list-type',
  listMapKeys: 'x-kubernetes-list-map-keys',
  mapType: 'x-kubernetes-map-type',
  patchStrategy: 'x-kubernetes-patch-strategy',
  patchMergeKey: 'x-kubernetes-patch-merge-key',
  intOrString: 'x-kubernetes-int-or-string',
  preserveUnknownFields: 'x-kubernetes-preserve-unknown-fields',
  embeddedResource: 'x-kubernetes-embedded-resource',
  validations: 'x-kubernetes-validations'
}

/** `/openapi/v3`: the documents by group and version, as kubectl looks them up. */
export function openApiIndex(schemas: SchemaSet): Record<string, unknown> {
  const paths: Record<string, unknown> = {}
  for (const { gvk } of schemas.kinds()) {
    const name = documentName(gvk)
    paths[name] = { serverRelativeURL: `/openapi/v3/${name}` }
  }
  return { paths }
}

/** One document of `/openapi/v3`, for example `apis/apps/v1`; undefined for one that isn't served. */
export function openApiDocument(
  schemas: SchemaSet,
  name: string
): Record<string, unknown> | undefined {
  const resources = schemas.kinds().filter(({ gvk }) => documentName(gvk) === name)
  if (resources.length === 0) return undefined
  const wanted = new Map<string, unknown>()
  const paths: Record<string, unknown> = {}
  for (const resource of resources) {
    collect(schemas.definitionOf(resource.gvk), schemas, wanted, resource)
    paths[
      `/${name}/${resource.namespaced ? 'namespaces/{namespace}/' : ''}${resource.plural}/{name}`
    ] = { patch: patchOperation(resource) }
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: schemas.label },
    paths,
    components: { schemas: Object.fromEntries(wanted) }
  }
}

/** kubectl looks here for whether the server validates fields by itself. */
function patchOperation(resource: ResourceInfo): Record<string, unknown> {
  return {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': resource.gvk,
    parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(parameter => ({
      name: parameter,
      in: 'query',
      schema: { type: parameter === 'force' ? 'boolean' : 'string' }
    })),
    responses: { '200': { description: 'OK' } }
  }
}

/** Adds a definition and everything that it refers to. */
function collect(
  name: string | undefined,
  schemas: SchemaSet,
  wanted: Map<string, unknown>,
  resource?: ResourceInfo
): void {
  if (name === undefined || wanted.has(name)) return
  const schema = schemas.resolve(name)
  if (!schema) return
  // Claimed before its references are followed, since definitions may refer to themselves.
  wanted.set(name, {})
  const node = openApiSchema(schema, ref => collect(ref, schemas, wanted))
  wanted.set(name, resource ? { ...node, 'x-kubernetes-group-version-kind': [resource.gvk] } : node)
}

function openApiSchema(schema: Schema, refer: (ref: string) => void): Record<string, unknown> {
  const node: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(schema)) node[extensions[key] ?? key] = value
  if (schema.$ref !== undefined) {
    refer(schema.$ref)
    delete node.$ref
    return { allOf: [{ $ref: `#/components/schemas/${schema.$ref}` }], ...node }
  }
  if (schema.intOrString) node.oneOf = [{ type: 'integer' }, { type: 'string' }]
  if (schema.properties)
    node.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, child]) => [key, openApiSchema(child, refer)])
    )
  if (schema.items) node.items = openApiSchema(schema.items, refer)
  if (schema.additionalProperties)
    node.additionalProperties = openApiSchema(schema.additionalProperties, refer)
  return node
}

function documentName(gvk: ResourceInfo['gvk']): string {
  const { group, version } = gvk
  return group === '' ? `api/${version}` : `apis/${group}/${version}`
}
