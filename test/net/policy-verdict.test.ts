import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatFieldPath } from '../../src/base/field-path.ts'
import type { NetworkPolicySpec, Protocol } from '../../src/model/kinds.ts'
import type { KubeObject } from '../../src/model/object.ts'
import type { Network } from '../../src/net/network.ts'
import { policyVerdict } from '../../src/net/policy-verdict.ts'
import { networkWith, pod, podNamed, policy } from './example-cluster.ts'

interface Row {
  readonly when: string
  readonly policies: readonly KubeObject[]
  /** `namespace/name`, or an address. */
  readonly from?: string
  readonly to?: string
  /** 8080 over TCP unless said otherwise: `53/UDP`. */
  readonly port?: string
  readonly expected: 'allowed' | 'denied'
  /** The path of the rule that allows at the destination or, with egress policies, at the source. */
  readonly by?: string
}

const all = {}
const web = { matchLabels: { app: 'nginx' } }
const fromFrontend = { matchLabels: { 'kubernetes.io/metadata.name': 'frontend' } }
const reporter = { matchLabels: { role: 'reporter' } }

function ingress(...rules: NonNullable<NetworkPolicySpec['ingress']>): KubeObject {
  return policy('backend/in', { podSelector: web, policyTypes: ['Ingress'], ingress: rules })
}

function egress(...rules: NonNullable<NetworkPolicySpec['egress']>): KubeObject {
  return policy('frontend/out', { podSelector: all, policyTypes: ['Egress'], egress: rules })
}

const rows: readonly Row[] = [
  { when: 'there is no policy', policies: [], expected: 'allowed' },
  {
    when: 'a policy selects the Pod and has no rules',
    policies: [policy('backend/deny', { podSelector: all })],
    expected: 'denied'
  },
  {
    when: 'the rules are an empty list',
    policies: [policy('backend/deny', { podSelector: all, ingress: [], policyTypes: ['Ingress'] })],
    expected: 'denied'
  },
  { when: 'a rule is empty', policies: [ingress({})], expected: 'allowed', by: 'spec.ingress[0]' },
  {
    when: 'a rule is null, as a lone dash in YAML',
    policies: [ingress(null as unknown as object)],
    expected: 'allowed',
    by: 'spec.ingress[0]'
  },
  {
    when: 'from is an empty list',
    policies: [ingress({ from: [] })],
    expected: 'allowed',
    by: 'spec.ingress[0]'
  },
  {
    when: 'a podSelector stands alone and the source is in another namespace',
    policies: [ingress({ from: [{ podSelector: all }] })],
    expected: 'denied'
  },
  {
    when: 'a podSelector stands alone and the source is in the same namespace',
    policies: [ingress({ from: [{ podSelector: all }] })],
    from: 'backend/client',
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'a namespaceSelector names the namespace by the label that every namespace has',
    policies: [ingress({ from: [{ namespaceSelector: fromFrontend }] })],
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'a namespaceSelector asks for a label that no namespace has',
    policies: [ingress({ from: [{ namespaceSelector: { matchLabels: { name: 'frontend' } } }] })],
    expected: 'denied'
  },
  {
    when: 'an empty namespaceSelector stands alone',
    policies: [ingress({ from: [{ namespaceSelector: all }] })],
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'both selectors are in one peer and only one holds',
    policies: [ingress({ from: [{ namespaceSelector: fromFrontend, podSelector: reporter }] })],
    expected: 'denied'
  },
  {
    when: 'both selectors are in one peer and both hold',
    policies: [ingress({ from: [{ namespaceSelector: fromFrontend, podSelector: reporter }] })],
    from: 'frontend/reporter',
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'the selectors are two peers, either of which is enough',
    policies: [ingress({ from: [{ podSelector: reporter }, { namespaceSelector: fromFrontend }] })],
    expected: 'allowed',
    by: 'spec.ingress[0].from[1]'
  },
  {
    when: 'the second rule of the second policy allows it',
    policies: [
      policy('backend/deny', { podSelector: all }),
      ingress({ from: [{ podSelector: all }] }, { from: [{ namespaceSelector: all }] })
    ],
    expected: 'allowed',
    by: 'spec.ingress[1].from[0]'
  },
  {
    when: 'an ipBlock holds the address',
    policies: [ingress({ from: [{ ipBlock: { cidr: '10.244.1.0/24' } }] })],
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'an ipBlock holds the address and its except does too',
    policies: [
      ingress({ from: [{ ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } }] })
    ],
    expected: 'denied'
  },
  {
    when: 'except takes away what another peer gives back',
    policies: [
      ingress({
        from: [
          { ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } },
          { ipBlock: { cidr: '10.244.1.10/32' } }
        ]
      })
    ],
    expected: 'allowed',
    by: 'spec.ingress[0].from[1]'
  },
  {
    when: 'a peer is empty, which the API server refuses',
    policies: [ingress({ from: [{}] })],
    expected: 'denied'
  },
  {
    when: 'the port is that of the Service',
    policies: [ingress({ ports: [{ port: 80 }] })],
    expected: 'denied'
  },
  {
    when: 'the port is that of the Pod',
    policies: [ingress({ ports: [{ port: 8080 }] })],
    expected: 'allowed',
    by: 'spec.ingress[0]'
  },
  {
    when: 'the port is named and the containers declare the name',
    policies: [ingress({ ports: [{ port: 'http' }] })],
    expected: 'allowed',
    by: 'spec.ingress[0]'
  },
  {
    when: 'the port is named for another protocol than the containers declare',
    policies: [ingress({ ports: [{ port: 'http', protocol: 'UDP' }] })],
    port: '8080/UDP',
    expected: 'denied'
  },
  {
    when: 'the named port is one that the destination does not declare',
    policies: [ingress({ ports: [{ port: 'https' }] })],
    expected: 'denied'
  },
  {
    when: 'the protocol is missing, which means TCP',
    policies: [ingress({ ports: [{ port: 8080 }] })],
    port: '8080/UDP',
    expected: 'denied'
  },
  {
    when: 'a port entry has a protocol alone',
    policies: [ingress({ ports: [{ protocol: 'UDP' }] })],
    port: '9/UDP',
    expected: 'allowed',
    by: 'spec.ingress[0]'
  },
  ...['8000 allowed', '8090 allowed', '7999 denied', '8091 denied'].map((text): Row => {
    const [port = '', expected] = text.split(' ')
    return {
      when: `the ports are 8000 to 8090 and the connection uses ${port}`,
      policies: [ingress({ ports: [{ port: 8000, endPort: 8090 }] })],
      port,
      expected: expected === 'allowed' ? 'allowed' : 'denied'
    }
  }),
  {
    when: 'the source may send to nobody',
    policies: [egress()],
    expected: 'denied'
  },
  {
    when: 'the source may send to the namespace at a port that is named at the destination',
    policies: [egress({ to: [{ namespaceSelector: all }], ports: [{ port: 'http' }] })],
    expected: 'allowed',
    by: 'spec.egress[0].to[0]'
  },
  {
    when: 'the source may and the destination may not',
    policies: [egress({}), ingress()],
    expected: 'denied'
  },
  {
    when: 'policyTypes leaves out the direction that has rules',
    policies: [policy('frontend/out', { podSelector: all, policyTypes: ['Ingress'], egress: [] })],
    expected: 'allowed'
  },
  {
    when: 'a policy in another namespace selects the same labels',
    policies: [policy('frontend/other', { podSelector: web })],
    expected: 'allowed'
  },
  {
    when: 'a Pod connects to itself',
    policies: [policy('backend/deny', { podSelector: all, policyTypes: ['Ingress', 'Egress'] })],
    from: 'backend/nginx-1',
    expected: 'allowed'
  },
  {
    when: 'the source is a Pod of the network of the same node',
    policies: [policy('backend/deny', { podSelector: all })],
    from: 'kube-system/agent',
    expected: 'allowed'
  },
  {
    when: 'the source is a Pod of the network of another node',
    policies: [ingress({ from: [{ namespaceSelector: all, podSelector: all }] })],
    from: 'kube-system/agent',
    to: 'backend/nginx-2',
    expected: 'denied'
  },
  {
    when: 'the address of the other node is in an ipBlock',
    policies: [ingress({ from: [{ ipBlock: { cidr: '192.168.0.0/24' } }] })],
    from: 'kube-system/agent',
    to: 'backend/nginx-2',
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'a policy selects a Pod of the network of a node, which stays open',
    policies: [policy('kube-system/deny', { podSelector: all })],
    to: 'kube-system/agent',
    expected: 'allowed'
  },
  {
    when: 'an address outside is not in any selector',
    policies: [ingress({ from: [{ namespaceSelector: all }] })],
    from: '203.0.113.7',
    expected: 'denied'
  },
  {
    when: 'an address outside is in an ipBlock',
    policies: [ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })],
    from: '203.0.113.7',
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'a source is given by its address, it is the Pod with that address',
    policies: [ingress({ from: [{ namespaceSelector: fromFrontend }] })],
    from: '10.244.1.10',
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  },
  {
    when: 'an IPv4 block meets the IPv6 address of a Pod',
    policies: [ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })],
    from: 'fd00::1',
    expected: 'denied'
  },
  {
    when: 'an IPv6 block holds the address',
    policies: [ingress({ from: [{ ipBlock: { cidr: 'fd00::/8', except: ['fd00:1::/32'] } }] })],
    from: 'fd00::1',
    expected: 'allowed',
    by: 'spec.ingress[0].from[0]'
  }
]

const agent = pod('kube-system/agent', '192.168.0.1', {
  spec: { hostNetwork: true, nodeName: 'n1', containers: [{ name: 'agent' }] },
  status: { phase: 'Running', podIP: '192.168.0.1', hostIP: '192.168.0.1' }
})

describe('a connection to a Pod', () => {
  for (const row of rows) {
    test(`is ${row.expected} when ${row.when}${row.from === undefined ? '' : ` (from ${row.from})`}`, () => {
      const network = networkWith(agent, ...row.policies)
      const [port, protocol = 'TCP'] = (row.port ?? '8080').split('/')
      const verdict = policyVerdict(network, {
        from: end(network, row.from ?? 'frontend/client'),
        to: end(network, row.to ?? 'backend/nginx-1'),
        port: Number(port),
        protocol: protocol as Protocol
      })
      assert.equal(verdict.allowed ? 'allowed' : 'denied', row.expected, verdict.reason)
      if (row.by !== undefined) {
        const rule = verdict.ingress.allowedBy ?? verdict.egress.allowedBy
        assert.equal(rule && formatFieldPath(rule.path), row.by)
      }
    })
  }
})

function end(
  network: Network,
  title: string
): { pod: ReturnType<typeof podNamed> } | { ip: string } {
  return title.includes('/') ? { pod: podNamed(network, title) } : { ip: title }
}

describe('a verdict explains itself', () => {
  const flow = { port: 8080, protocol: 'TCP' as const }

  test('by the policies that isolate and the rule that allows', () => {
    const network = networkWith(
      policy('backend/deny', { podSelector: all }),
      ingress({ from: [{ namespaceSelector: all }], ports: [{ port: 'http' }] })
    )
    const { ingress: side } = policyVerdict(network, {
      from: { pod: podNamed(network, 'frontend/client') },
      to: { pod: podNamed(network, 'backend/nginx-1') },
      ...flow
    })
    assert.deepEqual(
      side.isolatedBy.map(one => one.name),
      ['deny', 'in']
    )
    assert.equal(side.reason, 'NetworkPolicy backend/in allows it by spec.ingress[0].from[0].')
    assert.deepEqual(side.allowedBy?.portPath, ['spec', 'ingress', 0, 'ports', 0])
  })

  const misses: readonly (readonly [string, KubeObject, string])[] = [
    [
      'the port of the Service instead of the Pod',
      ingress({ ports: [{ port: 80 }] }),
      'NetworkPolicy backend/in names Pod frontend/client in spec.ingress[0], but its ports are TCP 80 and the connection uses TCP 8080 of the Pod.'
    ],
    [
      'a podSelector without the namespace',
      ingress({ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }),
      'NetworkPolicy backend/in selects the labels of Pod frontend/client in spec.ingress[0].from[0], but without a namespaceSelector that means namespace backend only.'
    ],
    [
      'a label that the namespace lacks',
      ingress({
        from: [{ namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: all }]
      }),
      'NetworkPolicy backend/in selects the labels of Pod frontend/client in spec.ingress[0].from[0], but its namespaceSelector does not select namespace frontend.'
    ],
    [
      'a label that the Pod lacks',
      ingress({ from: [{ namespaceSelector: fromFrontend, podSelector: reporter }] }),
      'NetworkPolicy backend/in includes namespace frontend in spec.ingress[0].from[0], but its podSelector does not select Pod frontend/client.'
    ]
  ]
  for (const [what, object, sentence] of misses)
    test(`by the near miss: ${what}`, () => {
      const network = networkWith(object)
      const { ingress: side } = policyVerdict(network, {
        from: { pod: podNamed(network, 'frontend/client') },
        to: { pod: podNamed(network, 'backend/nginx-1') },
        ...flow
      })
      assert.deepEqual(
        side.nearMisses.map(miss => miss.sentence),
        [sentence]
      )
    })
})
