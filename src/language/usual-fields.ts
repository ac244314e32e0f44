/**
 * Fields that most manifests have, in the order in which people write them. A name stands once,
 * since it means the same wherever it is: an object begins with its type and its name, a Service
 * with whom it selects and its ports, a route with where it attaches, whom it is for, and its rules.
 */
const usual: readonly string[] = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'namespace',
  'labels',
  'annotations',
  'spec',
  'data',
  // Who is meant.
  'podSelector',
  'namespaceSelector',
  'ipBlock',
  'cidr',
  'except',
  'replicas',
  'selector',
  'matchLabels',
  'matchExpressions',
  'key',
  'operator',
  'values',
  'template',
  'endpointSelector',
  // Where a route attaches and whom it is for.
  'gatewayClassName',
  'ingressClassName',
  'parentRefs',
  'hosts',
  'host',
  'hostnames',
  'listeners',
  'gateways',
  'rules',
  'matches',
  'http',
  'paths',
  'path',
  'pathType',
  'backend',
  'service',
  'filters',
  'backendRefs',
  'route',
  'destination',
  'subset',
  // What a policy allows.
  'policyTypes',
  'ingress',
  'egress',
  'from',
  'to',
  // What runs.
  'containers',
  'image',
  'command',
  'args',
  // Ports.
  'ports',
  'port',
  'number',
  'targetPort',
  'containerPort',
  'protocol',
  'hostname',
  'weight',
  'type',
  'tls',
  'secretName',
  'addresses',
  'endpoints',
  'conditions'
]

const rank = new Map(usual.map((name, i) => [name, i]))

/** The place of a field among the usual ones, from 0; undefined for one that is not among them. */
export function usualRank(field: string): number | undefined {
  return rank.get(field)
}
