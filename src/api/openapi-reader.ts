import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import { gvkKey, type GroupVersionKind } from '../model/object.ts'
import { leanDefinition } from './lean-schema.ts'
import type { Schema } from './schema.ts'
import {
  schemaSetFrom,
  type BundledResource,
  type SchemaBundle,
  type SchemaSet
} from './schema-set.ts'

/** `/openapi/v3/<path>` -> its document, for example `apis/apps/v1`. */
export type OpenApiDocuments = Readonly<Record<string, unknown>>

/** The schemas of a connected cluster, read from its own OpenAPI documents. */
export function schemaSetFromOpenApi(
  documents: OpenApiDocuments,
  options: { readonly label: string; readonly resources?: readonly BundledResource[] }
): SchemaSet {
  return schemaSetFrom(bundleFromOpenApi(documents, options))
}

/**
 * What a schema set is made of, out of the documents of `/openapi/v3`. Discovery knows short names and more
 * verbs than the documents tell, so resources from there are taken where they are given.
 */
export function bundleFromOpenApi(
  documents: OpenApiDocuments,
  options: { readonly label: string; readonly resources?: readonly BundledResource[] }
): SchemaBundle {
  const definitions: Record<string, Schema> = {}
  const kinds: Record<string, string> = {}
  const found: BundledResource[] = []
  for (const [, document] of Object.entries(documents).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { components, paths } = recordOf(document)
    for (const [name, value] of Object.entries(recordOf(recordOf(components).schemas))) {
      const node = recordOf(value)
      definitions[name] ??= leanDefinition(name, node)
      const [gvk, ...others] = itemsOf(node['x-kubernetes-group-version-kind'])
      // Options and events of watches are served by every group and are no kinds of their own.
      if (!gvk || others.length > 0 || name.includes('.meta.v1.')) continue
      kinds[gvkKey(gvkFrom(gvk))] = name
    }
    if (!options.resources) found.push(...resourcesOf(recordOf(paths)))
  }
  return {
    label: options.label,
    kinds: sorted(kinds),
    resources: options.resources ?? found,
    definitions: sorted(definitions)
  }
}

const verbOfAction: Readonly<Record<string, string>> = {
  post: 'create',
  put: 'update',
  patch: 'patch',
  get: 'get',
  list: 'list',
  delete: 'delete',
  deletecollection: 'deletecollection',
  watch: 'watch',
  watchlist: 'watch'
}

interface FoundResource {
  namespaced: boolean
  readonly gvk: GroupVersionKind
  readonly verbs: Set<string>
  readonly subresources: Set<string>
}

/** Resources by the paths of a document: `/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale`. */
function resourcesOf(paths: UnknownRecord): BundledResource[] {
  const byName = new Map<string, FoundResource>()
  const rows = Object.entries(paths).map(([path, item]) => ({ ...partsOf(path), item }))
  for (const { name, subresource, namespaced, item } of rows) {
    if (name === undefined || subresource !== undefined) continue
    for (const operation of Object.values(recordOf(item))) {
      if (!isRecord(operation)) continue
      const gvk = operation['x-kubernetes-group-version-kind']
      if (!isRecord(gvk)) continue
      const entry = byName.get(name) ?? {
        namespaced,
        gvk: gvkFrom(gvk),
        verbs: new Set<string>(),
        subresources: new Set<string>()
      }
      entry.namespaced ||= namespaced
      const verb = verbOfAction[stringOf(operation['x-kubernetes-action']) ?? '']
      if (verb !== undefined) entry.verbs.add(verb)
      byName.set(name, entry)
    }
  }
  for (const { name, subresource } of rows)
    if (name !== undefined && subresource !== undefined)
      byName.get(name)?.subresources.add(subresource)
  return [...byName].map(([name, { gvk, namespaced, verbs, subresources }]) => ({
    name,
    singularName: gvk.kind.toLowerCase(),
    namespaced,
    ...gvk,
    verbs: [...verbs].sort(),
    shortNames: [],
    subresources: [...subresources].sort()
  }))
}

function partsOf(path: string): { name?: string; subresource?: string; namespaced: boolean } {
  const match =
    /^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\/(?:watch\/)?(namespaces\/\{namespace\}\/)?([^/{]+)(?:\/\{name\}(?:\/([^/{]+))?)?$/.exec(
      path
    )
  const [, prefix, name, subresource] = match ?? []
  return {
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    namespaced: prefix !== undefined
  }
}

function gvkFrom(value: unknown): GroupVersionKind {
  const { group, version, kind } = recordOf(value)
  return {
    group: stringOf(group) ?? '',
    version: stringOf(version) ?? '',
    kind: stringOf(kind) ?? ''
  }
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
