import type { KubeObject } from '../model/object.ts'
import type { Backend } from './backend.ts'
import {
  practiceGatewayController,
  traefikGatewayController,
  traefikIngressController
} from '../net/proxy/proxies.ts'
import { serviceCidrs } from './admission/service.ts'
import { podCidrs } from './controllers/pod-ips.ts'

export const nodeName = 'practice-node'

/** The node's own addresses, in both families. */
export const nodeAddresses: readonly string[] = ['172.18.0.2', 'fd00:172:18::2']

/** The address of cluster DNS, as kubeadm's default puts it. */
export const dnsServiceIp = '10.96.0.10'

/** Where MetalLB's controller looks for pools, and nowhere else. */
export const metalLbNamespace = 'metallb-system'

/** Says of a node that nothing on it is real. */
export const simulatedMark = { 'netlabs/simulated': 'true' } as const

/** What a fresh cluster holds. Applied in this order. */
export function startObjects(
  backend: Pick<Backend, 'clock' | 'site'>,
  kubeletVersion: string
): KubeObject[] {
  const now = new Date(backend.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  return [
    ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(namespace),
    node(now, kubeletVersion, podCidrs(backend)),
    serviceRanges(now),
    kubernetesService(),
    kubernetesSlice(),
    kubernetesEndpoints(),
    serviceAccount('coredns'),
    corefile(),
    coreDns(),
    dnsService(),
    ...entranceClasses(),
    // The controller of the practice cluster reads its pools where MetalLB does.
    namespace(metalLbNamespace)
  ]
}

function namespace(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' }
  }
}

function node(now: string, kubeletVersion: string, cidrs: readonly [string, string]): KubeObject {
  const condition = (type: string, status: string, reason: string, message: string): unknown => ({
    type,
    status,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason,
    message
  })
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName,
      labels: {
        ...simulatedMark,
        'kubernetes.io/hostname': nodeName,
        'kubernetes.io/os': 'linux',
        'node-role.kubernetes.io/control-plane': ''
      },
      annotations: { ...simulatedMark }
    },
    spec: { podCIDR: cidrs[0], podCIDRs: cidrs, providerID: `practice://${nodeName}` },
    status: {
      addresses: [
        ...nodeAddresses.map(address => ({ type: 'InternalIP', address })),
        { type: 'Hostname', address: nodeName }
      ],
      capacity: { cpu: '4', memory: '8Gi', pods: '250' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '250' },
      conditions: [
        condition(
          'Ready',
          'True',
          'KubeletReady',
          'the practice node is simulated and always ready'
        )
      ],
      nodeInfo: {
        architecture: 'simulated',
        bootID: '',
        containerRuntimeVersion: 'simulated://0',
        kernelVersion: 'none (simulated)',
        kubeProxyVersion: '',
        kubeletVersion,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Practice cluster (simulated)',
        systemUUID: ''
      }
    }
  }
}

/** The object in which the API server says its own ranges, called as it calls it (KEP-1880). */
function serviceRanges(now: string): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes' },
    spec: { cidrs: [serviceCidrs.IPv4, serviceCidrs.IPv6] },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastTransitionTime: now,
          reason: '',
          message: 'Kubernetes Service CIDR is ready'
        }
      ]
    }
  }
}

function kubernetesService(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { component: 'apiserver', provider: 'kubernetes' }
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      sessionAffinity: 'None'
    },
    status: { loadBalancer: {} }
  }
}

function kubernetesSlice(): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': 'kubernetes' },
      generation: 1
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: [nodeAddresses[0]], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }]
  }
}

function kubernetesEndpoints(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      // The slice of the API server is its own, not a mirror of this one.
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' }
    },
    subsets: [
      {
        addresses: [{ ip: nodeAddresses[0] }],
        ports: [{ name: 'https', port: 6443, protocol: 'TCP' }]
      }
    ]
  }
}

function serviceAccount(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'kube-system' }
  }
}

function corefile(): KubeObject {
  const text = [
    '.:53 {',
    '    errors',
    '    health {',
    '       lameduck 5s',
    '    }',
    '    ready',
    '    kubernetes cluster.local clusterset.local in-addr.arpa ip6.arpa {',
    '       multicluster clusterset.local',
    '       pods insecure',
    '       fallthrough in-addr.arpa ip6.arpa',
    '       ttl 30',
    '    }',
    '    cache 30',
    '    loop',
    '    reload',
    '    loadbalance',
    '}',
    ''
  ]
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system' },
    data: { Corefile: text.join('\n') }
  }
}

function coreDns(): KubeObject {
  const labels = { 'k8s-app': 'kube-dns' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: 'kube-system', labels, generation: 1 },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'coredns',
          dnsPolicy: 'Default',
          containers: [
            {
              name: 'coredns',
              image: 'registry.k8s.io/coredns/coredns:v1.14.1',
              args: ['-conf', '/etc/coredns/Corefile'],
              ports: [
                { name: 'dns', containerPort: 53, protocol: 'UDP' },
                { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
                { name: 'metrics', containerPort: 9153, protocol: 'TCP' }
              ],
              volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }]
            }
          ],
          volumes: [{ name: 'config-volume', configMap: { name: 'coredns' } }]
        }
      }
    }
  }
}

function dnsService(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: 'kube-system',
      labels: {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'CoreDNS'
      }
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: dnsServiceIp,
      clusterIPs: [dnsServiceIp],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 }
      ],
      selector: { 'k8s-app': 'kube-dns' },
      sessionAffinity: 'None'
    },
    status: { loadBalancer: {} }
  }
}

/** Who answers for Ingresses and Gateways: Traefik, and a controller with a proxy for every Gateway. */
function entranceClasses(): KubeObject[] {
  const gatewayClass = (name: string, controllerName: string): KubeObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name, labels: { ...simulatedMark }, generation: 1 },
    spec: { controllerName }
  })
  return [
    gatewayClass('practice', practiceGatewayController),
    gatewayClass('traefik', traefikGatewayController),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: {
        name: 'traefik',
        labels: { ...simulatedMark },
        annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
        generation: 1
      },
      spec: { controller: traefikIngressController }
    }
  ]
}
