import type { ResourceInfo } from '../api/schema-set.ts'

/**
 * Kinds that kubectl and the controllers count on. Those that the schemas know too are described there;
 * the others are served without validation of their fields.
 */
export const builtInResources: readonly ResourceInfo[] = [
  kind('', 'v1', 'Namespace', 'namespaces', false, ['ns'], ['status', 'finalize']),
  kind('', 'v1', 'Node', 'nodes', false, ['no'], ['status']),
  kind(
    '',
    'v1',
    'Pod',
    'pods',
    true,
    ['po'],
    ['status', 'log', 'exec', 'attach', 'portforward', 'eviction', 'ephemeralcontainers']
  ),
  kind('', 'v1', 'Service', 'services', true, ['svc'], ['status']),
  kind('', 'v1', 'Endpoints', 'endpoints', true, ['ep']),
  kind('', 'v1', 'ConfigMap', 'configmaps', true, ['cm']),
  kind('', 'v1', 'Secret', 'secrets', true),
  kind('', 'v1', 'ServiceAccount', 'serviceaccounts', true, ['sa']),
  kind('', 'v1', 'Event', 'events', true, ['ev']),
  kind('apps', 'v1', 'Deployment', 'deployments', true, ['deploy'], ['status', 'scale']),
  kind('apps', 'v1', 'ReplicaSet', 'replicasets', true, ['rs'], ['status', 'scale']),
  kind('apps', 'v1', 'StatefulSet', 'statefulsets', true, ['sts'], ['status', 'scale']),
  kind('apps', 'v1', 'DaemonSet', 'daemonsets', true, ['ds'], ['status']),
  kind('batch', 'v1', 'Job', 'jobs', true, [], ['status']),
  kind('coordination.k8s.io', 'v1', 'Lease', 'leases', true),
  kind('discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices', true),
  kind('networking.k8s.io', 'v1', 'Ingress', 'ingresses', true, ['ing'], ['status']),
  kind('networking.k8s.io', 'v1', 'IngressClass', 'ingressclasses', false),
  kind('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies', true, ['netpol'])
]

function kind(
  group: string,
  version: string,
  name: string,
  plural: string,
  namespaced: boolean,
  shortNames: string[] = [],
  subresources: string[] = []
): ResourceInfo {
  return {
    gvk: { group, version, kind: name },
    plural,
    singular: name.toLowerCase(),
    namespaced,
    shortNames,
    verbs: [],
    subresources
  }
}
