/** Who reaches whom, as one table: it is longer than other files, since a row is read beside its neighbours. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { connect, type ConnectRequest } from '../../src/net/connect.ts'
import { networkWith, pod, podNamed, policy, service, slice } from './example-cluster.ts'

const sameNamespaceOnly = policy('backend/same-namespace-only', {
  podSelector: {},
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ podSelector: {} }] }]
})

interface Row {
  readonly what: string
  readonly objects?: readonly KubeObject[]
  readonly from?: string
  readonly host: string
  readonly port?: number
  readonly request?: Partial<ConnectRequest>
  readonly expected: ReturnType<typeof connect>['outcome']
  /** Address and port behind all translation. */
  readonly peer?: string
  readonly says?: RegExp
}

/** Everybody over IPv4, which says nothing about IPv6. */
const overIpv4 = policy('backend/over-ipv4', {
  podSelector: {},
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]
})

const rows: readonly Row[] = [
  {
    what: 'a name of another namespace',
    host: 'nginx.backend',
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  { what: 'a cluster IP', host: '10.96.1.1', expected: 'connected', peer: '10.244.2.20:8080' },
  {
    what: 'the address of a Pod',
    host: '10.244.2.20',
    port: 8080,
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  {
    what: 'the port of the Service at the Pod',
    host: '10.244.2.20',
    port: 80,
    expected: 'refused',
    says: /No container of Pod backend\/nginx-1 declares TCP port 80/
  },
  {
    what: 'a name that is not there',
    host: 'nginx',
    expected: 'unresolved',
    says: /There is no Service frontend\/nginx/
  },
  {
    what: 'a policy in the way, by name',
    objects: [sameNamespaceOnly],
    host: 'nginx.backend',
    expected: 'timeout',
    peer: '10.244.2.20:8080',
    says: /same-namespace-only isolates Pod backend\/nginx-1 for ingress/
  },
  {
    what: 'a policy in the way, by cluster IP',
    objects: [sameNamespaceOnly],
    host: '10.96.1.1',
    expected: 'timeout'
  },
  {
    what: 'a policy in the way, by Pod address',
    objects: [sameNamespaceOnly],
    host: '10.244.2.20',
    port: 8080,
    expected: 'timeout'
  },
  {
    what: 'the same policy inside of the namespace',
    objects: [sameNamespaceOnly],
    from: 'backend/client',
    host: 'nginx',
    expected: 'connected'
  },
  {
    what: 'the same policy and another namespace',
    objects: [sameNamespaceOnly],
    host: 'portal',
    expected: 'connected'
  },
  {
    what: 'a policy on the port of the Service',
    objects: [policy('backend/p', { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] })],
    host: 'nginx.backend',
    expected: 'timeout'
  },
  {
    what: 'denied egress, which also stops DNS',
    objects: [policy('frontend/e', { podSelector: {}, policyTypes: ['Egress'] })],
    host: 'nginx.backend',
    expected: 'unresolved',
    says: /DNS queries of Pod frontend\/client are dropped/
  },
  {
    what: 'a port that the Service does not have',
    host: 'nginx.backend',
    port: 81,
    expected: 'timeout',
    says: /has no TCP port 81/
  },
  {
    what: 'a Service whose selector matches nothing',
    objects: [
      service('frontend/none', {
        clusterIP: '10.96.2.1',
        selector: { app: 'none' },
        ports: [{ port: 80 }]
      })
    ],
    host: 'none',
    expected: 'refused',
    says: /matches no running Pod in namespace frontend/
  },
  {
    what: 'a Service whose Pods are not ready',
    objects: [
      service('frontend/wait', {
        clusterIP: '10.96.2.1',
        selector: { app: 'wait' },
        ports: [{ port: 80 }]
      }),
      pod('frontend/wait', '10.244.1.50', { labels: { app: 'wait' }, status: { conditions: [] } }),
      slice('frontend/wait', [['', 80]], [{ ip: '10.244.1.50', conditions: { ready: false } }])
    ],
    host: 'wait',
    expected: 'refused',
    says: /matches 1 Pod, and none is Ready/
  },
  {
    what: 'a targetPort that names nothing',
    objects: [
      service('backend/typo', {
        clusterIP: '10.96.2.1',
        selector: { app: 'nginx' },
        ports: [{ port: 80, targetPort: 'web' }]
      })
    ],
    from: 'backend/client',
    host: 'typo',
    expected: 'refused',
    says: /targetPort web is the name of no container port/
  },
  {
    what: 'endpoints that shut down and still serve',
    objects: [
      service('backend/last', { clusterIP: '10.96.2.1', ports: [{ port: 80 }] }),
      slice(
        'backend/last',
        [['', 8080]],
        [{ ip: '10.244.2.20', conditions: { ready: false, serving: true, terminating: true } }]
      )
    ],
    host: 'last.backend',
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  {
    what: 'local endpoints only, of another node',
    objects: [
      service('backend/local', {
        clusterIP: '10.96.2.1',
        internalTrafficPolicy: 'Local',
        ports: [{ port: 80 }]
      }),
      slice('backend/local', [['', 8080]], ['10.244.2.21'])
    ],
    host: 'local.backend',
    expected: 'timeout',
    says: /no endpoint on node n1/
  },
  {
    what: 'local endpoints only, of this node',
    objects: [
      service('backend/local', {
        clusterIP: '10.96.2.1',
        internalTrafficPolicy: 'Local',
        ports: [{ port: 80 }]
      }),
      slice('backend/local', [['', 8080]], ['10.244.2.21', '10.244.2.20'])
    ],
    host: 'local.backend',
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  {
    what: 'a headless Service at the port of the Service',
    objects: [
      service('backend/hl', { clusterIP: 'None', ports: [{ port: 80, targetPort: 8080 }] }),
      slice('backend/hl', [['', 8080]], ['10.244.2.20'])
    ],
    host: 'hl.backend',
    expected: 'refused'
  },
  {
    what: 'a headless Service at the port of the Pod',
    objects: [
      service('backend/hl', { clusterIP: 'None', ports: [{ port: 80, targetPort: 8080 }] }),
      slice('backend/hl', [['', 8080]], ['10.244.2.20'])
    ],
    host: 'hl.backend',
    port: 8080,
    expected: 'connected'
  },
  {
    what: 'an alias into the cluster',
    objects: [
      service('frontend/shop', {
        type: 'ExternalName',
        externalName: 'nginx.backend.svc.cluster.local'
      })
    ],
    host: 'shop',
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  {
    what: 'its own loopback',
    from: 'backend/nginx-1',
    host: 'localhost',
    port: 8080,
    expected: 'connected'
  },
  {
    what: 'its own loopback without a listener',
    host: '127.0.0.1',
    port: 8080,
    expected: 'refused'
  },
  {
    what: 'itself through its Service, isolated',
    objects: [
      policy('backend/deny', { podSelector: {} }),
      service('backend/me', { clusterIP: '10.96.2.1', ports: [{ port: 80 }] }),
      slice('backend/me', [['', 8080]], ['10.244.2.20'])
    ],
    from: 'backend/nginx-1',
    host: 'me',
    expected: 'connected'
  },
  {
    what: 'a Pod that has ended',
    objects: [
      pod('backend/done', '10.244.2.77', { status: { phase: 'Succeeded', podIP: '10.244.2.77' } })
    ],
    host: '10.244.2.77',
    port: 80,
    expected: 'timeout',
    says: /which has ended/
  },
  {
    what: 'from a Pod that has ended',
    objects: [pod('backend/done', '10.244.2.77', { status: { phase: 'Failed' } })],
    from: 'backend/done',
    host: 'nginx',
    expected: 'unreachable'
  },
  {
    what: 'a Pod that is starting',
    objects: [
      pod('backend/slow', '10.244.2.78', {
        ports: [['http', 80]],
        status: { phase: 'Pending', podIPs: [{ ip: '10.244.2.78' }] }
      })
    ],
    host: '10.244.2.78',
    expected: 'refused'
  },
  { what: 'an address outside', host: '203.0.113.1', port: 443, expected: 'unreachable' },
  {
    what: 'an address outside that the caller knows',
    host: '203.0.113.1',
    port: 443,
    request: { outside: () => 'connected' },
    expected: 'connected'
  },
  {
    what: 'a block of IPv4 addresses, asked over IPv6 from a Pod that has both',
    objects: [
      overIpv4,
      pod('frontend/both', '10.244.1.71,fd00::71'),
      pod('backend/both', '10.244.2.61,fd00::61', { ports: [['http', 8080]] })
    ],
    from: 'frontend/both',
    host: 'fd00::61',
    port: 8080,
    expected: 'timeout'
  },
  {
    what: 'a block of IPv4 addresses, asked over IPv4 from a Pod that has both',
    objects: [
      overIpv4,
      pod('frontend/both', '10.244.1.71,fd00::71'),
      pod('backend/both', '10.244.2.61,fd00::61', { ports: [['http', 8080]] })
    ],
    from: 'frontend/both',
    host: '10.244.2.61',
    port: 8080,
    expected: 'connected'
  },
  {
    what: 'an IPv6 address from a Pod without one',
    host: '[2001:db8::1]',
    expected: 'unreachable',
    says: /has no IPv6 address/
  },
  {
    what: 'a node port',
    objects: [
      service('backend/np', {
        type: 'NodePort',
        clusterIP: '10.96.2.1',
        ports: [{ port: 80, nodePort: 30080 }]
      }),
      slice('backend/np', [['', 8080]], ['10.244.2.20']),
      pod('kube-system/agent', '192.168.0.1', {
        spec: { hostNetwork: true },
        status: { hostIP: '192.168.0.1' }
      })
    ],
    host: '192.168.0.1',
    port: 30080,
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  {
    what: 'a Pod of the network of its node',
    objects: [
      pod('kube-system/agent', '192.168.0.1', {
        spec: {
          hostNetwork: true,
          nodeName: 'n1',
          containers: [{ name: 'agent', ports: [{ containerPort: 9100 }] }]
        },
        status: { hostIP: '192.168.0.1' }
      })
    ],
    host: '192.168.0.1',
    port: 9100,
    expected: 'connected'
  },
  {
    what: 'a closed port of a node',
    objects: [
      pod('kube-system/agent', '192.168.0.1', {
        spec: { hostNetwork: true, nodeName: 'n1' },
        status: { hostIP: '192.168.0.1' }
      })
    ],
    host: '192.168.0.1',
    port: 9999,
    expected: 'refused'
  },
  {
    what: 'a load balancer address',
    objects: [
      {
        ...service('backend/lb', {
          type: 'LoadBalancer',
          clusterIP: '10.96.2.1',
          ports: [{ port: 80 }]
        }),
        status: { loadBalancer: { ingress: [{ ip: '198.51.100.1' }] } }
      },
      slice('backend/lb', [['', 8080]], ['10.244.2.20'])
    ],
    host: '198.51.100.1',
    expected: 'connected',
    peer: '10.244.2.20:8080'
  },
  {
    what: 'a load balancer address for other sources',
    objects: [
      {
        ...service('backend/lb', {
          type: 'LoadBalancer',
          clusterIP: '10.96.2.1',
          loadBalancerSourceRanges: ['203.0.113.0/24'],
          ports: [{ port: 80 }]
        }),
        status: { loadBalancer: { ingress: [{ ip: '198.51.100.1' }] } }
      },
      slice('backend/lb', [['', 8080]], ['10.244.2.20'])
    ],
    host: '198.51.100.1',
    expected: 'timeout'
  },
  {
    what: 'the API server, an endpoint without a Pod',
    objects: [
      service('default/kubernetes', {
        clusterIP: '10.96.0.1',
        ports: [{ name: 'https', port: 443, targetPort: 6443 }]
      }),
      slice('default/kubernetes', [['https', 6443]], ['172.18.0.2'])
    ],
    host: 'kubernetes.default',
    port: 443,
    expected: 'connected',
    peer: '172.18.0.2:6443'
  },
  {
    what: 'a listening table that says yes',
    host: '10.244.2.20',
    port: 9,
    request: { listens: () => true },
    expected: 'connected'
  },
  {
    what: 'a listening table that says no',
    host: 'nginx.backend',
    request: { listens: () => false },
    expected: 'refused'
  },
  {
    what: 'a listening table that does not know',
    host: 'nginx.backend',
    request: { listens: () => undefined },
    expected: 'connected'
  },
  {
    what: 'the second endpoint by chance',
    host: 'nginx.backend',
    request: { random: () => 0.9 },
    expected: 'connected',
    peer: '10.244.2.21:8080'
  },
  {
    what: 'a name of its own hosts file',
    objects: [
      pod('frontend/aliased', '10.244.1.60', {
        spec: { hostAliases: [{ ip: '10.244.2.20', hostnames: ['old.name'] }] }
      })
    ],
    from: 'frontend/aliased',
    host: 'old.name',
    port: 8080,
    expected: 'connected'
  },
  {
    what: 'both families, the first of which is refused',
    objects: [
      pod('frontend/dual', '10.244.1.70,fd00::70'),
      pod('backend/six', '10.244.2.60,fd00::60', { ports: [['http', 8080]] }),
      service('backend/dual', {
        clusterIP: '10.96.2.2',
        clusterIPs: ['10.96.2.2', 'fd00:96::2'],
        ports: [{ port: 80 }]
      }),
      slice('backend/dual', [['', 8080]], ['fd00::60'], 'IPv6')
    ],
    from: 'frontend/dual',
    host: 'dual.backend',
    expected: 'connected',
    peer: 'fd00::60:8080'
  }
]

describe('a Pod connects to', () => {
  for (const row of rows)
    test(`${row.what}: ${row.expected}`, () => {
      const network = networkWith(...(row.objects ?? []))
      const connection = connect(network, {
        from: podNamed(network, row.from ?? 'frontend/client'),
        host: row.host,
        port: row.port ?? 80,
        ...row.request
      })
      assert.equal(connection.outcome, row.expected, connection.reason)
      if (row.peer !== undefined)
        assert.equal(`${connection.peer?.ip ?? ''}:${connection.peer?.port ?? ''}`, row.peer)
      if (row.says) assert.match(connection.reason, row.says)
      for (const step of connection.trace) assert.match(step.sentence, /^[A-Z0-9a-z[].*[.]$/)
      assert.equal(connection.trace.at(-1)?.ok, connection.outcome === 'connected')
    })
})
