import { isRecord, itemsOf, recordOf, stringOf } from '../base/json.ts'
import { failed, ok } from '../base/result.ts'
import { parseApiVersion } from '../model/object.ts'
import { callApi } from './call-api.ts'
import type { Answer, ResourceType } from './cluster.ts'
import type { Transport } from './transport.ts'

/** One type that the server serves, with what is needed to build its URLs. */
export interface ServedResource {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** The name in URLs, such as `networkpolicies`. */
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly string[]
}

export interface Discovery {
  readonly resources: readonly ServedResource[]
  find(type: ResourceType): ServedResource | undefined
  /** Groups whose answer was missing, as when the server behind an APIService is down. */
  readonly staleGroups: readonly string[]
}

/**
 * Reads what the server serves: in two requests where it knows aggregated discovery (KEP-3352), else
 * group by group.
 */
export async function discover(transport: Transport): Answer<Discovery> {
  const resources: ServedResource[] = []
  const staleGroups: string[] = []
  for (const root of ['/api', '/apis']) {
    const answer = await callApi(transport, {
      method: 'GET',
      path: root,
      headers: { accept: accepted }
    })
    if (!answer.ok) return answer
    if (stringOf(recordOf(answer.value).kind) === 'APIGroupDiscoveryList') {
      readAggregated(answer.value, resources, staleGroups)
      continue
    }
    const paths = root === '/api' ? coreVersions(answer.value) : groupVersions(answer.value)
    for (const { path, group, version } of paths) {
      const list = await callApi(transport, { method: 'GET', path })
      if (list.ok) resources.push(...readClassic(list.value, group, version))
      else if (group === '') return failed(list.error)
      else staleGroups.push(group)
    }
  }
  return ok(discoveryOf(resources, staleGroups))
}

export function discoveryOf(
  resources: readonly ServedResource[],
  staleGroups: readonly string[] = []
): Discovery {
  const byType = new Map(
    resources.map(one => [`${one.group}/${one.version}/${one.kind}`, one] as const)
  )
  return {
    resources,
    staleGroups: [...new Set(staleGroups)],
    find: ({ apiVersion, kind }) => {
      const { group, version } = parseApiVersion(apiVersion)
      return byType.get(`${group}/${version}/${kind}`)
    }
  }
}

/** The path of a resource in URLs: its collection, one object, or a part of an object. */
export function resourcePath(
  resource: ServedResource,
  at: { readonly namespace?: string; readonly name?: string; readonly subresource?: string } = {}
): string {
  const steps = resource.group === '' ? ['api'] : ['apis', resource.group]
  steps.push(resource.version)
  if (resource.namespaced && at.namespace !== undefined) steps.push('namespaces', at.namespace)
  steps.push(resource.plural)
  if (at.name !== undefined) steps.push(at.name)
  if (at.subresource !== undefined) steps.push(at.subresource)
  return `/${steps.map(encodeURIComponent).join('/')}`
}

const accepted = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json'
].join(',')

function readAggregated(body: unknown, resources: ServedResource[], stale: string[]): void {
  for (const item of itemsOf(recordOf(body).items).map(recordOf)) {
    const group = stringOf(recordOf(item.metadata).name) ?? ''
    for (const entry of itemsOf(item.versions).map(recordOf)) {
      if (entry.freshness === 'Stale') stale.push(group)
      const version = stringOf(entry.version) ?? ''
      for (const resource of itemsOf(entry.resources).map(recordOf)) {
        const response = recordOf(resource.responseKind)
        resources.push({
          group,
          version,
          kind: stringOf(response.kind) ?? '',
          plural: stringOf(resource.resource) ?? '',
          singular: stringOf(resource.singularResource) ?? '',
          shortNames: strings(resource.shortNames),
          namespaced: resource.scope === 'Namespaced',
          verbs: strings(resource.verbs),
          subresources: itemsOf(resource.subresources).flatMap(sub =>
            strings([recordOf(sub).subresource])
          )
        })
      }
    }
  }
}

function coreVersions(body: unknown): GroupVersionPath[] {
  return strings(recordOf(body).versions).map(version => ({
    path: `/api/${version}`,
    group: '',
    version
  }))
}

interface GroupVersionPath {
  readonly path: string
  readonly group: string
  readonly version: string
}

function groupVersions(body: unknown): GroupVersionPath[] {
  return itemsOf(recordOf(body).groups).flatMap(group => {
    const name = stringOf(recordOf(group).name) ?? ''
    return itemsOf(recordOf(group).versions).map(entry => {
      const version = stringOf(recordOf(entry).version) ?? ''
      return { path: `/apis/${name}/${version}`, group: name, version }
    })
  })
}

/** Reads an `APIResourceList`, where a subresource is an entry of its own, named `pods/exec`. */
function readClassic(body: unknown, group: string, version: string): ServedResource[] {
  const entries = itemsOf(recordOf(body).resources).filter(isRecord)
  const names = entries.map(entry => stringOf(entry.name) ?? '')
  return entries
    .filter(entry => !(stringOf(entry.name) ?? '').includes('/'))
    .map(entry => {
      const plural = stringOf(entry.name) ?? ''
      return {
        group,
        version,
        kind: stringOf(entry.kind) ?? '',
        plural,
        singular: stringOf(entry.singularName) ?? '',
        shortNames: strings(entry.shortNames),
        namespaced: entry.namespaced === true,
        verbs: strings(entry.verbs),
        subresources: names
          .filter(name => name.startsWith(`${plural}/`))
          .map(name => name.slice(plural.length + 1))
      }
    })
}

function strings(value: unknown): string[] {
  return itemsOf(value).filter(item => typeof item === 'string')
}
