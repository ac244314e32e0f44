import { apiVersionOf, gvkKey, type GroupVersionKind } from '../model/object.ts'
import type { Schema } from './schema.ts'
import type { ResourceInfo, SchemaSet } from './schema-set.ts'

type Json = Readonly<Record<string, unknown>>

/** A kind that an API server serves, with what clients want to know of it. */
export interface DescribedResource extends Pick<ResourceInfo, 'gvk' | 'plural' | 'namespaced'> {
  /** None means all of them. */
  readonly verbs: readonly string[]
  /** Custom resources have no strategic merge patch, and kubectl asks here before it sends one. */
  readonly isCustom: boolean
}

/**
 * The index that `/openapi/v3` answers: `apis/apps/v1` -> where its document is.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3
 */
export function openApiIndex(resources: readonly DescribedResource[]): Json {
  const paths = [...new Set(resources.map(({ gvk }) => groupVersionPath(gvk)))].sort()
  return {
    paths: Object.fromEntries(
      paths.map(path => [path, { serverRelativeURL: `/openapi/v3/${path}` }])
    )
  }
}

/**
 * The document of one group and version, for example `apis/apps/v1`: its definitions with all that they refer to,
 * and the paths of its resources as far as clients read them, which is how kubectl finds out whether a
 * resource takes `dryRun` and `fieldValidation`. Undefined for a group and version that isn't served.
 */
export function openApiDocument(
  schemas: SchemaSet,
  served: readonly DescribedResource[],
  path: string
): Json | undefined {
  const resources = served.filter(({ gvk }) => groupVersionPath(gvk) === path)
  if (resources.length === 0) return undefined
  const components: Record<string, Json> = {}
  const gvkOfDefinition = new Map<string, GroupVersionKind>()
  const queue: string[] = []
  const enter = (gvk: GroupVersionKind): void => {
    const name = schemas.definitionOf(gvk)
    if (name === undefined) {
      components[definitionName(gvk)] = { ...anyObject, 'x-kubernetes-group-version-kind': [gvk] }
      return
    }
    gvkOfDefinition.set(name, gvk)
    queue.push(name)
  }
  for (const { gvk } of resources) {
    enter(gvk)
    enter({ ...gvk, kind: `${gvk.kind}List` })
  }
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const schema = schemas.resolve(name)
    if (!schema || Object.hasOwn(components, name)) continue
    const gvk = gvkOfDefinition.get(name)
    components[name] = {
      ...written(schema, reference => queue.push(reference)),
      ...(gvk && { 'x-kubernetes-group-version-kind': [gvk] })
    }
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: schemas.label },
    paths: Object.fromEntries(resources.flatMap(resource => pathsOf(resource, path))),
    components: { schemas: components }
  }
}

/** Of a kind whose fields nobody has described: every field is taken as it is. */
const anyObject: Json = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

function definitionName({ group, version, kind }: GroupVersionKind): string {
  return [...group.split('.').reverse(), version, kind].join('.')
}

function groupVersionPath(gvk: GroupVersionKind): string {
  return gvk.group === '' ? `api/${gvk.version}` : `apis/${apiVersionOf(gvk)}`
}

const extension: Readonly<Record<string, string>> = {
  listType: 'x-kubernetes-list-type',
  listMapKeys: 'x-kubernetes-list-map-keys',
  mapType: 'x-kubernetes-map-type',
  patchStrategy: 'x-kubernetes-patch-strategy',
  patchMergeKey: 'x-kubernetes-patch-merge-key',
  preserveUnknownFields: 'x-kubernetes-preserve-unknown-fields',
  embeddedResource: 'x-kubernetes-embedded-resource',
  validations: 'x-kubernetes-validations'
}

/** A lean schema as OpenAPI v3 writes it; `refer` hears of every definition that it names. */
function written(schema: Schema, refer: (name: string) => void): Json {
  const { $ref, properties, additionalProperties, items, intOrString, ...plain } = schema
  const node: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(plain)) node[extension[key] ?? key] = value
  if (intOrString) {
    delete node.format
    node.oneOf = [{ type: 'integer' }, { type: 'string' }]
    node['x-kubernetes-int-or-string'] = true
  }
  if (properties)
    node.properties = Object.fromEntries(
      Object.entries(properties).map(([key, child]) => [key, written(child, refer)])
    )
  if (additionalProperties) node.additionalProperties = written(additionalProperties, refer)
  if (items) node.items = written(items, refer)
  if ($ref !== undefined) {
    refer($ref)
    // Siblings of a reference have no effect in OpenAPI 3.0, so that it stands in an allOf.
    node.allOf = [{ $ref: `#/components/schemas/${$ref}` }]
  }
  return node
}

const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml'
]

function pathsOf(resource: DescribedResource, groupVersion: string): [string, Json][] {
  const { gvk, plural, namespaced, verbs, isCustom } = resource
  const patches = isCustom ? patchTypes : [...patchTypes, 'application/strategic-merge-patch+json']
  const collection = `/${groupVersion}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`
  const operation = (action: string, extra: Json = {}): Json => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    operationId: `${action}${gvkKey(gvk).replaceAll(/[^A-Za-z0-9]/g, '')}`,
    responses: {},
    ...extra
  })
  const query = (...names: readonly string[]): readonly Json[] =>
    names.map(name => ({
      name,
      in: 'query',
      schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true }
    }))
  const writes = { parameters: query('dryRun', 'fieldManager', 'fieldValidation') }
  const patch = {
    parameters: query('dryRun', 'fieldManager', 'fieldValidation', 'force'),
    requestBody: { content: Object.fromEntries(patches.map(type => [type, {}])) }
  }
  const all = (entries: readonly (readonly [string, string, Json])[]): Json =>
    Object.fromEntries(
      entries
        .filter(([verb]) => verbs.length === 0 || verbs.includes(verb))
        .map(([, method, node]) => [method, node] as const)
    )
  return [
    [
      collection,
      all([
        ['list', 'get', operation('list')],
        ['create', 'post', operation('post', writes)],
        ['deletecollection', 'delete', operation('deletecollection')]
      ])
    ],
    [
      `${collection}/{name}`,
      all([
        ['get', 'get', operation('get')],
        ['update', 'put', operation('put', writes)],
        ['patch', 'patch', operation('patch', patch)],
        ['delete', 'delete', operation('delete')]
      ])
    ]
  ]
}
