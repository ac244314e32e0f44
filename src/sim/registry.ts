import type { ResourceInfo, SchemaSet } from '../api/schema-set.ts'
import { apiVersionOf, type GroupVersionKind, gvkKey } from '../model/object.ts'
import { builtInResources } from './built-in-resources.ts'
import { customResources } from './custom-resources.ts'

/** One kind in one version, with everything the server needs to know to serve it. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly subresources: readonly string[]
  /** Key in the store; all versions of a kind share it. */
  readonly key: string
  readonly gvk: GroupVersionKind
  /** Whether the API server builds this kind in; the others behave as CustomResourceDefinitions do. */
  readonly builtIn: boolean
}

/** Finds the resource behind a path or an object. */
export interface Registry {
  readonly resources: readonly Resource[]
  readonly groups: readonly ApiGroup[]
  byPath(group: string, version: string, plural: string): Resource | undefined
  byKind(gvk: GroupVersionKind): Resource | undefined
  /** The preferred version of a stored kind. */
  byKey(key: string): Resource | undefined
}

export interface ApiGroup {
  readonly name: string
  /** Preferred first. */
  readonly versions: readonly string[]
}

/** Serves every kind of the schemas, and the built-in kinds that a cluster can't do without. */
export function registryOf(schemas: SchemaSet): Registry {
  const resources = new Map<string, Resource>()
  for (const info of [...schemas.kinds(), ...builtInResources, ...customResources]) {
    const resource = toResource(info)
    const key = gvkKey(resource.gvk)
    if (isServed(info) && !resources.has(key)) resources.set(key, resource)
  }
  const all = [...resources.values()]
  const byPath = new Map(all.map(one => [`${one.group}/${one.version}/${one.plural}`, one]))
  const groups = groupsOf(all)
  const rank = (one: Resource): number =>
    groups.find(group => group.name === one.group)?.versions.indexOf(one.version) ?? 0
  const byKey = new Map<string, Resource>()
  for (const one of all) {
    const known = byKey.get(one.key)
    if (!known || rank(one) < rank(known)) byKey.set(one.key, one)
  }
  return {
    resources: all,
    groups,
    byPath: (group, version, plural) => byPath.get(`${group}/${version}/${plural}`),
    byKind: gvk => resources.get(gvkKey(gvk)),
    byKey: key => byKey.get(key)
  }
}

/** Versions that would need a conversion of their fields, which this store doesn't do. */
const unservedVersions = new Set(['events.k8s.io/v1', 'autoscaling/v1'])

/** Kinds that are only asked, such as TokenReview, have no list and are not stored. */
function isServed({ gvk, verbs }: ResourceInfo): boolean {
  return (
    (verbs.length === 0 || verbs.includes('list')) &&
    !unservedVersions.has(`${gvk.group}/${gvk.version}`)
  )
}

function toResource(info: ResourceInfo): Resource {
  const { gvk } = info
  const known = builtInResources.find(one => gvkKey(one.gvk) === gvkKey(gvk))
  const builtIn = known !== undefined || !gvk.group.includes('.') || gvk.group.endsWith('.k8s.io')
  return {
    ...gvk,
    gvk: { group: gvk.group, version: gvk.version, kind: gvk.kind },
    apiVersion: apiVersionOf(gvk),
    plural: info.plural,
    singular: info.singular === '' ? gvk.kind.toLowerCase() : info.singular,
    shortNames: info.shortNames.length > 0 ? info.shortNames : (known?.shortNames ?? []),
    categories: allCategory.has(`${gvk.group}/${info.plural}`) ? ['all'] : [],
    namespaced: info.namespaced,
    subresources: [...new Set([...info.subresources, ...(known?.subresources ?? [])])],
    key: `${gvk.group}/${info.plural}`,
    builtIn: builtIn && !customGroups.has(gvk.group)
  }
}

/** Groups under k8s.io that are served by CustomResourceDefinitions all the same. */
const customGroups = new Set([
  'gateway.networking.k8s.io',
  'multicluster.x-k8s.io',
  'policy.networking.k8s.io',
  'k8s.cni.cncf.io'
])

/** What `kubectl get all` shows. */
const allCategory = new Set([
  '/pods',
  '/services',
  '/replicationcontrollers',
  'apps/deployments',
  'apps/replicasets',
  'apps/daemonsets',
  'apps/statefulsets',
  'batch/jobs',
  'batch/cronjobs'
])

/** Groups whose only kinds are questions, which are answered and not stored. */
const reviewGroups = ['authentication.k8s.io', 'authorization.k8s.io']

function groupsOf(resources: readonly Resource[]): ApiGroup[] {
  const groups = new Map<string, Set<string>>()
  for (const { group, version } of resources)
    groups.set(group, (groups.get(group) ?? new Set()).add(version))
  for (const group of reviewGroups) groups.set(group, new Set(['v1']))
  return [...groups]
    .map(([name, versions]) => ({ name, versions: [...versions].sort(byStability) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1. */
function byStability(a: string, b: string): number {
  const rank = (version: string): readonly [number, number, number] => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version)
    if (!match) return [-1, 0, 0]
    const stage = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0
    return [stage, Number(match[1]), Number(match[3] ?? 0)]
  }
  const [x, y] = [rank(a), rank(b)]
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2]
}
