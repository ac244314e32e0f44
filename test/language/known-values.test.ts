/** Completion with what the workspace and the connected cluster really have. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Completion } from '../../src/language/completion.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { serviceOver } from '../support/service.ts'

const workspace = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: sales } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, version: "1" } }
    spec: { containers: [{ name: web, image: web, ports: [{ name: http-web, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: public, port: 80 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: fast, listeners: [{ name: plain, port: 80, protocol: HTTP }] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: blue, namespace: metallb-system }
spec: { addresses: [192.0.2.0/28] }
---
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: { name: storage, namespace: shop }
spec: { config: '{"cniVersion":"1.0.0","type":"macvlan"}' }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: front, namespace: shop }
spec: { host: front, subsets: [{ name: v1, labels: { version: "1" } }] }
`

const cluster = {
  context: 'kind-lab',
  simulated: false,
  objects: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'live' } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'db-0',
        namespace: 'live',
        labels: { app: 'db', 'pod-template-hash': '5d4' }
      },
      spec: { containers: [{ name: 'db', ports: [{ name: 'sql', containerPort: 5432 }] }] }
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'db', namespace: 'live' },
      spec: { ports: [{ port: 5432 }] }
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'envoy' }
    },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'traefik' } },
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: 'IPAddressPool',
      metadata: { name: 'green', namespace: 'metallb-system' },
      spec: { addresses: ['198.51.100.0/28'] }
    }
  ] satisfies KubeObject[]
}

/** What is offered at the cursor `|`, beside the workspace and, when wanted, the cluster. */
function offered(marked: string, connected = false): readonly Completion[] {
  const service = serviceOver({
    'all.yaml': workspace,
    'a.yaml': marked.replace('|', '')
  })
  if (connected) service.setCluster(cluster)
  return service
    .complete('a.yaml', marked.indexOf('|'))
    .toSorted((a, b) => (a.sortText < b.sortText ? -1 : 1))
}

const head = (kind: string, namespace = 'shop'): string =>
  `${kind}\nmetadata:\n  name: a\n  namespace: ${namespace}\nspec:\n`
const service = head('apiVersion: v1\nkind: Service')
const policy = head('apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy')
const route = head('apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute')
const virtualService = head('apiVersion: networking.istio.io/v1\nkind: VirtualService')
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: shop\n  annotations:\n    '

describe('values of the workspace', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['keys of the labels of Pods', `${service}  selector:\n    |\n`, ['app', 'version']],
    ['values of a label of Pods', `${service}  selector:\n    app: |\n`, ['web']],
    [
      'keys of the labels of Namespaces',
      `${policy}  ingress:\n    - from:\n        - namespaceSelector:\n            matchLabels:\n              |\n`,
      ['kubernetes.io/metadata.name', 'team']
    ],
    [
      'values of a label of Namespaces',
      `${policy}  ingress:\n    - from:\n        - namespaceSelector:\n            matchLabels:\n              team: |\n`,
      ['sales']
    ],
    [
      'the names of Namespaces for their label',
      `${policy}  ingress:\n    - from:\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: |\n`,
      ['metallb-system', 'shop']
    ],
    [
      'keys of labels in an expression',
      `${policy}  podSelector:\n    matchExpressions:\n      - key: |\n`,
      ['app', 'version']
    ],
    [
      'values of labels in an expression',
      `${policy}  podSelector:\n    matchExpressions:\n      - key: app\n        operator: In\n        values:\n          - |\n`,
      ['web']
    ],
    [
      'a target port',
      `${service}  selector: { app: web }\n  ports:\n    - targetPort: |\n`,
      ['8080', 'http-web']
    ],
    [
      'a port of the Pods that a policy selects',
      `${policy}  podSelector: { matchLabels: { app: web } }\n  ingress:\n    - ports:\n        - port: |\n`,
      ['8080', 'http-web']
    ],
    ['Gateways', `${route}  parentRefs:\n    - name: |\n`, ['edge']],
    [
      'listeners of the Gateway',
      `${route}  parentRefs:\n    - name: edge\n      sectionName: |\n`,
      ['plain']
    ],
    [
      'Services for a route',
      `${route}  rules:\n    - backendRefs:\n        - name: |\n`,
      ['front']
    ],
    [
      'ports of the Service of a route',
      `${route}  rules:\n    - backendRefs:\n        - name: front\n          port: |\n`,
      ['80']
    ],
    [
      'pools for an advertisement',
      `${head('apiVersion: metallb.io/v1beta1\nkind: L2Advertisement', 'metallb-system')}  ipAddressPools:\n    - |\n`,
      ['blue']
    ],
    [
      'pools for a Service',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    metallb.io/address-pool: |\n',
      ['blue']
    ],
    ['networks for a Pod', `${pod}k8s.v1.cni.cncf.io/networks: |\n`, ['storage']],
    [
      'hosts and subsets of a mesh',
      `${virtualService}  http:\n    - route:\n        - destination:\n            host: front\n            subset: |\n`,
      ['v1']
    ],
    ['enumerations behind a dash', `${policy}  policyTypes:\n    - |\n`, ['Egress', 'Ingress']],
    [
      'the Service of an EndpointSlice',
      'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: a\n  labels:\n    kubernetes.io/service-name: |\n',
      ['front']
    ]
  ]
  for (const [title, text, expected] of cases)
    test(`offers ${title}`, () =>
      assert.deepEqual(
        offered(text).map(({ label }) => label),
        expected
      ))
})

test('a value that YAML would read as a number comes in quotes where the field is a text', () => {
  const [choice] = offered(`${service}  selector:\n    version: |\n`)
  assert.equal(choice?.insertText, '"1"')
})

test('labels of another namespace are not offered where they can’t be selected', () => {
  const elsewhere = `${head('apiVersion: v1\nkind: Service', 'other')}  selector:\n    |\n`
  assert.deepEqual(offered(elsewhere), [])
})

test('the word that is being typed is not offered as if somebody had it', () => {
  const labels = offered('apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: sh|\n')
  assert.deepEqual(
    labels.map(({ label }) => label),
    ['metallb-system', 'shop']
  )
})

test('YAML of another program is offered nothing', () => {
  assert.deepEqual(offered('services:\n  web:\n    image: web\n|\n'), [])
})

describe('values of the connected cluster', () => {
  const cases: readonly [string, string, string, RegExp][] = [
    [
      'namespaces',
      'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: |\n',
      'live',
      /kind-lab/
    ],
    [
      'labels of Pods',
      `${head('apiVersion: v1\nkind: Service', 'live')}  selector:\n    app: |\n`,
      'db',
      /Pod live\/db-0 · kind-lab/
    ],
    [
      'Services',
      `${head('apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute', 'live')}  rules:\n    - backendRefs:\n        - name: |\n`,
      'db',
      /Service in live · kind-lab/
    ],
    [
      'classes of Gateways',
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec:\n  gatewayClassName: |\n',
      'envoy',
      /kind-lab/
    ],
    [
      'classes of Ingresses',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  ingressClassName: |\n',
      'traefik',
      /kind-lab/
    ],
    [
      'pools',
      `${head('apiVersion: metallb.io/v1beta1\nkind: L2Advertisement', 'metallb-system')}  ipAddressPools:\n    - |\n`,
      'green',
      /198\.51\.100\.0\/28 .*kind-lab/
    ]
  ]
  for (const [title, text, label, detail] of cases)
    test(`offers ${title}, and says where they are`, () => {
      const found = offered(text, true).find(one => one.label === label)
      assert.match(found?.detail ?? '', detail)
      assert.equal(
        offered(text, false).find(one => one.label === label),
        undefined
      )
    })

  test('labels that controllers set are left out', () => {
    const text = `${head('apiVersion: v1\nkind: Service', 'live')}  selector:\n    |\n`
    assert.deepEqual(
      offered(text, true).map(({ label }) => label),
      ['app']
    )
  })

  test('what the practice cluster has is said to be simulated', () => {
    const over = serviceOver({
      'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: \n'
    })
    over.setCluster({ ...cluster, context: 'practice', simulated: true })
    const [first] = over.complete(
      'a.yaml',
      'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: '.length
    )
    assert.match(first?.detail ?? '', /practice cluster \(simulated\)/)
    over.setCluster(undefined)
    assert.deepEqual(over.complete('a.yaml', 52), [])
  })
})
