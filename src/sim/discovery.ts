import { schemaSetOpenApi } from './open-api.ts'
import type { Backend } from './backend.ts'
import type { Resource } from './registry.ts'
import type { Route } from './route.ts'
import { unknownPath } from './status.ts'

export const versionInfo = {
  major: '1',
  minor: '37',
  gitVersion: 'v1.37.2+practice',
  gitCommit: 'practice',
  gitTreeState: 'clean',
  buildDate: '2025-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'practice/simulated'
} as const

/** Answers the paths that aren't about objects, or undefined when the path is none of those. */
export function discover(
  backend: Backend,
  route: Route
): string | Record<string, unknown> | undefined {
  const { path, query } = route
  if (/^\/(healthz|readyz|livez)(\/.*)?$/.test(path))
    return query.has('verbose') ? '[+]practice-cluster ok\ncheck passed\n' : 'ok'
  if (path === '/version') return { ...versionInfo }
  if (path === '/') return { paths: pathsOf(backend) }
  if (path === '/api') return wantsAggregated(route) ? aggregated(backend, true) : apiVersions()
  if (path === '/apis')
    return wantsAggregated(route) ? aggregated(backend, false) : groupList(backend)
  if (path.startsWith('/openapi/')) return schemaSetOpenApi(backend, path)
  const steps = path.split('/').slice(1)
  if (steps[0] === 'api' && steps.length === 2) return resourceList(backend, '', steps[1] ?? '')
  if (steps[0] === 'apis' && steps.length === 2) return group(backend, steps[1] ?? '')
  if (steps[0] === 'apis' && steps.length === 3)
    return resourceList(backend, steps[1] ?? '', steps[2] ?? '')
  return undefined
}

export const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

export function wantsAggregated({ headers }: Route): boolean {
  return (headers.accept ?? '')
    .split(',')
    .some(type => type.includes('as=APIGroupDiscoveryList') && /v=v2(;|$)/.test(type))
}

function pathsOf(backend: Backend): string[] {
  const groups = backend.registry.groups.flatMap(({ name, versions }) =>
    name === ''
      ? versions.map(version => `/api/${version}`)
      : [`/apis/${name}`, ...versions.map(version => `/apis/${name}/${version}`)]
  )
  const fixed = ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version']
  return [...fixed, ...groups].sort()
}

function apiVersions(): Record<string, unknown> {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }]
  }
}

function groupList(backend: Backend): Record<string, unknown> {
  const names = backend.registry.groups.map(one => one.name).filter(name => name !== '')
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: names.map(name => group(backend, name)) }
}

function group(backend: Backend, name: string): Record<string, unknown> {
  const found = backend.registry.groups.find(one => one.name === name)
  if (!found || name === '') throw unknownPath()
  const versions = found.versions.map(version => ({ groupVersion: `${name}/${version}`, version }))
  return { kind: 'APIGroup', apiVersion: 'v1', name, versions, preferredVersion: versions[0] }
}

const verbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch'
] as const

interface SubresourceShape {
  readonly verbs: readonly string[]
  readonly kind: string
  readonly group?: string
  readonly version?: string
}

const subresources: Readonly<Record<string, SubresourceShape>> = {
  scale: { verbs: ['get', 'patch', 'update'], kind: 'Scale', group: 'autoscaling', version: 'v1' },
  log: { verbs: ['get'], kind: 'Pod' },
  exec: { verbs: ['create', 'get'], kind: 'PodExecOptions' },
  attach: { verbs: ['create', 'get'], kind: 'PodAttachOptions' },
  portforward: { verbs: ['create', 'get'], kind: 'PodPortForwardOptions' },
  eviction: { verbs: ['create'], kind: 'Eviction', group: 'policy', version: 'v1' },
  finalize: { verbs: ['update'], kind: 'Namespace' }
}

function subresourceShape(name: string, resource: Resource): SubresourceShape {
  return subresources[name] ?? { verbs: ['get', 'patch', 'update'], kind: resource.kind }
}

function verbsOf(resource: Resource): readonly string[] {
  return resource.key === '/namespaces' ? verbs.filter(verb => verb !== 'deletecollection') : verbs
}

function resourceList(
  backend: Backend,
  groupName: string,
  version: string
): Record<string, unknown> {
  const found = inVersion(backend, groupName, version)
  const extra = [...reviewKinds].filter(one => one.group === groupName && one.version === version)
  if (found.length === 0 && extra.length === 0) throw unknownPath()
  const resources = found.flatMap(resource => [
    {
      name: resource.plural,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: verbsOf(resource),
      ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
      ...(resource.categories.length > 0 && { categories: resource.categories })
    },
    ...resource.subresources.map(name => ({
      name: `${resource.plural}/${name}`,
      singularName: '',
      namespaced: resource.namespaced,
      ...subresourceShape(name, resource)
    }))
  ])
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupName === '' ? version : `${groupName}/${version}`,
    resources: [...resources, ...extra.map(reviewResource)].sort((a, b) =>
      a.name < b.name ? -1 : 1
    )
  }
}

function inVersion(backend: Backend, groupName: string, version: string): Resource[] {
  return backend.registry.resources.filter(
    one => one.group === groupName && one.version === version
  )
}

/** Questions that are answered and not stored. */
export const reviewKinds = [
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews'
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews'
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews'
  }
] as const

function reviewResource(review: (typeof reviewKinds)[number]): {
  name: string
  singularName: string
  namespaced: boolean
  kind: string
  verbs: string[]
} {
  return {
    name: review.plural,
    singularName: review.kind.toLowerCase(),
    namespaced: false,
    kind: review.kind,
    verbs: ['create']
  }
}

/** `APIGroupDiscoveryList` of apidiscovery.k8s.io/v2: all kinds in one answer. */
function aggregated(backend: Backend, core: boolean): Record<string, unknown> {
  const groups = backend.registry.groups.filter(one => (one.name === '') === core)
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { name: name === '' ? null : name, creationTimestamp: null },
      versions: versions.map(version => ({
        version,
        freshness: 'Current',
        resources: inVersion(backend, name, version).map(aggregatedResource)
      }))
    }))
  }
}

function aggregatedResource(resource: Resource): Record<string, unknown> {
  return {
    resource: resource.plural,
    responseKind: resource.gvk,
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: verbsOf(resource),
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    ...(resource.subresources.length > 0 && {
      subresources: resource.subresources.map(name => {
        const { verbs: allowed, kind, group, version } = subresourceShape(name, resource)
        return {
          subresource: name,
          responseKind: {
            group: group ?? resource.group,
            version: version ?? resource.version,
            kind
          },
          verbs: allowed
        }
      })
    })
  }
}
