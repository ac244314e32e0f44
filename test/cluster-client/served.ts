import type { Reply, Script } from './scripted-transport.ts'

/** Aggregated discovery of a small server: Pods, Services, Namespaces, Deployments. */
export const discoveryScript: Script = {
  'GET /api': {
    json: aggregated('', 'v1', [
      ['Pod', 'pods'],
      ['Service', 'services'],
      ['Namespace', 'namespaces', 'Cluster']
    ])
  },
  'GET /apis': { json: aggregated('apps', 'v1', [['Deployment', 'deployments']]) }
}

function aggregated(
  group: string,
  version: string,
  kinds: readonly (readonly [kind: string, plural: string, scope?: string])[]
): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: [
      {
        metadata: group === '' ? {} : { name: group },
        versions: [
          {
            version,
            freshness: 'Current',
            resources: kinds.map(([kind, plural, scope = 'Namespaced']) => ({
              resource: plural,
              responseKind: { group, version, kind },
              scope,
              singularResource: kind.toLowerCase(),
              verbs: ['get', 'list', 'watch', 'patch', 'create', 'delete'],
              shortNames: [],
              subresources: [{ subresource: 'status' }]
            }))
          }
        ]
      }
    ]
  }
}

export const pod = { apiVersion: 'v1', kind: 'Pod' }

export function podNamed(name: string, resourceVersion: string, fields: object = {}): object {
  return {
    ...pod,
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion },
    ...fields
  }
}

export function podList(resourceVersion: string, items: readonly object[], next?: string): Reply {
  return {
    json: {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { resourceVersion, ...(next !== undefined && { continue: next }) },
      items: items.map(item => ({ ...item, apiVersion: undefined, kind: undefined }))
    }
  }
}

export function event(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`
}

export function status(code: number, reason: string, fields: object = {}): Reply {
  return {
    status: code,
    json: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, ...fields }
  }
}
