import assert from 'node:assert/strict'
import type { NetworkPolicySpec, Protocol, ServiceSpec } from '../../src/model/kinds.ts'
import type { KubeObject } from '../../src/model/object.ts'
import type { Pod, PodSpec, PodStatus } from '../../src/model/pod.ts'
import { networkOf, type Network } from '../../src/net/network.ts'

/** Short ways to write the objects of a cluster, for the tables of this folder. */
export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
}

export interface PodParts {
  readonly labels?: Readonly<Record<string, string>>
  readonly ports?: readonly (readonly [name: string, port: number, protocol?: Protocol])[]
  readonly spec?: PodSpec
  readonly status?: PodStatus
}

/** `title` is `namespace/name`; `ips` are separated by commas. A running, ready Pod on node `n1`. */
export function pod(title: string, ips: string, parts: PodParts = {}): KubeObject {
  const [namespace = '', name = ''] = title.split('/')
  const all = ips.split(',').filter(ip => ip !== '')
  const { ports = [] } = parts
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels: parts.labels ?? {} },
    spec: {
      nodeName: 'n1',
      containers: [
        {
          name: 'main',
          ports: ports.map(([portName, containerPort, protocol = 'TCP']) => ({
            name: portName,
            containerPort,
            protocol
          }))
        }
      ],
      ...parts.spec
    },
    status: {
      phase: 'Running',
      podIP: all[0],
      podIPs: all.map(ip => ({ ip })),
      conditions: [{ type: 'Ready', status: 'True' }],
      ...parts.status
    }
  }
}

export function service(title: string, spec: ServiceSpec): KubeObject {
  const [namespace, name] = title.split('/')
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: namespace ?? '', name: name ?? '' },
    spec
  }
}

/** An endpoint is an address, or an address with its conditions and host name. */
export type SlicePart = string | { readonly ip: string; readonly [field: string]: unknown }

export function slice(
  title: string,
  ports: readonly (readonly [name: string, port: number, protocol?: Protocol])[],
  endpoints: readonly SlicePart[],
  addressType = 'IPv4'
): KubeObject {
  const [namespace = '', name = ''] = title.split('/')
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace,
      name: `${name}-${addressType.toLowerCase()}`,
      labels: { 'kubernetes.io/service-name': name }
    },
    addressType,
    ports: ports.map(([portName, port, protocol = 'TCP']) => ({ name: portName, port, protocol })),
    endpoints: endpoints.map(part => {
      const { ip, ...fields } = typeof part === 'string' ? { ip: part } : part
      return { addresses: [ip], conditions: { ready: true, serving: true }, ...fields }
    })
  }
}

export function policy(title: string, spec: NetworkPolicySpec): KubeObject {
  const [namespace = '', name = ''] = title.split('/')
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name },
    spec
  }
}

export const dnsObjects: readonly KubeObject[] = [
  namespace('kube-system'),
  pod('kube-system/coredns-1', '10.244.0.2', {
    labels: { 'k8s-app': 'kube-dns' },
    ports: [
      ['dns', 53, 'UDP'],
      ['dns-tcp', 53, 'TCP']
    ]
  }),
  service('kube-system/kube-dns', {
    selector: { 'k8s-app': 'kube-dns' },
    clusterIP: '10.96.0.10',
    clusterIPs: ['10.96.0.10'],
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }
    ]
  }),
  slice(
    'kube-system/kube-dns',
    [
      ['dns', 53, 'UDP'],
      ['dns-tcp', 53, 'TCP']
    ],
    ['10.244.0.2']
  )
]

/**
 * Two namespaces: a client and a portal in `frontend`; in `backend` a client and the Service `nginx`, port 80
 * to the port named http (8080) of two Pods.
 */
export const twoNamespaces: readonly KubeObject[] = [
  ...dnsObjects,
  namespace('frontend', { team: 'web' }),
  namespace('backend'),
  pod('frontend/client', '10.244.1.10', { labels: { app: 'client' } }),
  pod('frontend/reporter', '10.244.1.11', { labels: { app: 'client', role: 'reporter' } }),
  pod('frontend/portal', '10.244.1.12', { labels: { app: 'portal' }, ports: [['http', 8080]] }),
  pod('backend/client', '10.244.2.10', { labels: { app: 'client' } }),
  pod('backend/nginx-1', '10.244.2.20', { labels: { app: 'nginx' }, ports: [['http', 8080]] }),
  pod('backend/nginx-2', '10.244.2.21', {
    labels: { app: 'nginx' },
    ports: [['http', 8080]],
    spec: {
      nodeName: 'n2',
      containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }]
    }
  }),
  service('backend/nginx', {
    selector: { app: 'nginx' },
    clusterIP: '10.96.1.1',
    clusterIPs: ['10.96.1.1'],
    ipFamilies: ['IPv4'],
    ports: [{ name: 'http', port: 80, targetPort: 'http' }]
  }),
  slice('backend/nginx', [['http', 8080]], ['10.244.2.20', '10.244.2.21']),
  service('frontend/portal', {
    selector: { app: 'portal' },
    clusterIP: '10.96.1.2',
    clusterIPs: ['10.96.1.2'],
    ports: [{ port: 80, targetPort: 8080 }]
  }),
  slice('frontend/portal', [['', 8080]], ['10.244.1.12'])
]

export function podNamed(network: Network, title: string): Pod {
  const [namespace = '', name = ''] = title.split('/')
  const found = network.pod(namespace, name)
  assert.ok(found, title)
  return found
}

export function networkWith(...objects: readonly KubeObject[]): Network {
  return networkOf([...twoNamespaces, ...objects])
}
