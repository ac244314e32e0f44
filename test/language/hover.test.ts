/** What resting on a field, a kind or a name tells. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FieldPath } from '../../src/base/field-path.ts'
import { kubernetesNotes } from '../../src/language/notes/kubernetes-notes.ts'
import { otherNotes } from '../../src/language/notes/other-notes.ts'
import { referenceOf } from '../../src/language/notes/references.ts'
import { schemaAt } from '../../src/language/schema-path.ts'
import { manifestSchemas, serviceOver } from '../support/service.ts'

const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: only-clients, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { team: sales } }
          podSelector: { matchLabels: { app: client } }
        - ipBlock: { cidr: 192.0.2.0/24, except: [192.0.2.8/29] }
      ports: [{ port: 8080 }, { port: 9000, endPort: 9010 }]
`

const apps = `apiVersion: v1
kind: Namespace
metadata: { name: front, labels: { team: sales } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: front, labels: { app: client } }
spec: { containers: [{ name: client, image: client }] }
---
apiVersion: v1
kind: Pod
metadata: { name: impostor, namespace: other, labels: { app: client } }
spec: { containers: [{ name: client, image: client }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: v1
kind: Service
metadata: { name: next, namespace: shop }
spec:
  selector: { app: next }
  ports: [{ port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: fast, listeners: [{ name: plain, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: canary, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /api } }]
      backendRefs: [{ name: web, port: 80, weight: 9 }, { name: next, port: 80, weight: 1 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: old, namespace: shop }
spec:
  rules:
    - host: old.example
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`
const files = { 'policy.yaml': policy, 'apps.yaml': apps }

function hoverOf(file: keyof typeof files, before: string, connected = false): string {
  const service = serviceOver(files)
  if (connected)
    service.setCluster({
      context: 'kind-lab',
      simulated: false,
      objects: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web-7', namespace: 'shop', labels: { app: 'web' } }
        },
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
        {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: {
            name: 'web-x',
            namespace: 'shop',
            labels: { 'kubernetes.io/service-name': 'web' }
          },
          ports: [{ port: 8080 }],
          endpoints: [
            { addresses: ['10.0.0.7'], targetRef: { kind: 'Pod', name: 'web-7' } },
            { addresses: ['10.0.0.8'], conditions: { ready: false } }
          ]
        }
      ]
    })
  const offset = files[file].indexOf(before) + before.length
  assert.ok(offset >= before.length, `${before} is not in ${file}`)
  return service.hover(file, offset)?.markdown ?? ''
}

describe('what a policy does', () => {
  const text = hoverOf('policy.yaml', 'kind: Net')

  test('whom it selects', () => assert.match(text, /`app=web`: Deployment `shop\/web`\./))
  test('who may reach them, and who only looks alike', () => {
    assert.match(
      text,
      /Lets in Pods with `app=client` of namespaces with `team=sales` \(Pod `front\/client`\)/
    )
    assert.match(
      text,
      /or `192\.0\.2\.0\/24` without `192\.0\.2\.8\/29` on TCP 8080, TCP 9000 to 9010/
    )
    assert.doesNotMatch(text, /impostor/)
  })
  test('that nothing gets out', () => assert.match(text, /Lets nothing out/))
  test('the facts are those of the workspace, and of a cluster once one is connected', () => {
    assert.match(text, /\*\*In this workspace\*\*/)
    assert.doesNotMatch(text, /kind-lab/)
    const both = hoverOf('policy.yaml', 'kind: Net', true)
    assert.match(both, /\*\*In kind-lab\*\*\n\nSelects Pods with `app=web`: Pod `shop\/web-7`/)
    assert.match(both, /\(none in kind-lab\)/)
  })
})

test('a Service tells its Pods, its ports and who decides about them', () => {
  const text = hoverOf('apps.yaml', 'kind: Service\nmetadata: { name: w')
  assert.match(text, /Deployment `shop\/web`/)
  assert.match(text, /TCP 80 → 8080 \(`http`\) of the Pods/)
  assert.match(text, /decided by NetworkPolicy `shop\/only-clients`/)
})

test('a Service tells its endpoints in the cluster', () => {
  const text = hoverOf('apps.yaml', 'kind: Service\nmetadata: { name: w', true)
  assert.match(text, /1 of 2 endpoints is ready: `10\.0\.0\.7:8080` \(Pod web-7\)/)
})

test('a Service without Pods says so', () => {
  assert.match(
    hoverOf('apps.yaml', 'metadata: { name: nex'),
    /No Pod in this workspace has `app=next`/
  )
})

test('a route tells which share goes where', () => {
  const text = hoverOf('apps.yaml', 'kind: HTTPR')
  assert.match(text, /For `shop\.example`, on Gateway `edge` \(`plain` HTTP 80\)/)
  assert.match(
    text,
    /`\/api` → 90 % Service `web` → Deployment `shop\/web`, 10 % Service `next` → no Pod/
  )
})

test('a Gateway tells its routes', () => {
  assert.match(hoverOf('apps.yaml', 'kind: Gate'), /`plain` HTTP 80 ← HTTPRoute `shop\/canary`/)
})

test('an Ingress tells where its requests go', () => {
  assert.match(hoverOf('apps.yaml', 'kind: Ing'), /`old\.example\/` \(Prefix\) → Service `web`/)
})

test('a backend tells what the Service leads to', () => {
  assert.match(hoverOf('apps.yaml', 'backendRefs: [{ name: w'), /TCP 80 → 8080/)
})

test('a workload tells what leads to it and what limits it', () => {
  const text = hoverOf('apps.yaml', 'kind: Dep')
  assert.match(text, /Reached through Service `shop\/web`/)
  assert.match(text, /connects to is limited by NetworkPolicy `shop\/only-clients`/)
})

test('what the practice cluster has is said to be simulated', () => {
  const service = serviceOver(files)
  service.setCluster({ context: 'practice', simulated: true, objects: [] })
  const markdown = service.hover('policy.yaml', policy.indexOf('kind:') + 1)?.markdown ?? ''
  assert.match(markdown, /\*\*In the practice cluster \(simulated\)\*\*/)
})

test('the default of a field is told', () => {
  assert.match(hoverOf('apps.yaml', 'backendRefs: [{ name: web, port: 80, wei'), /Default: `1`/)
})

describe('descriptions', () => {
  test('a field says where it is described', () => {
    const text = hoverOf('policy.yaml', 'podSel')
    assert.match(text, /generated\/kubernetes-api\/v1\.\d+\/#networkpolicy-v1-networking-k8s-io/)
  })

  test('a field that a proposal decided links to it', () => {
    assert.match(
      hoverOf('policy.yaml', 'endP'),
      /\[Proposal\]\(https:[^)]*2079-network-policy-port-range\)/
    )
  })

  test('the reference is that of the Kubernetes version of the schemas', () => {
    const version = /\d+\.\d+/.exec(manifestSchemas().label)?.[0] ?? 'none'
    assert.match(
      referenceOf({ group: '', version: 'v1', kind: 'Service' }) ?? '',
      new RegExp(`/v${version.replace('.', '\\.')}/#service-v1-core$`)
    )
  })

  test('a kind of somebody else has no notes of ours', () => {
    const text = 'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: a }\n'
    assert.equal(serviceOver({ a: text }).hover('a', text.indexOf('Service'))?.markdown, undefined)
  })

  const schemas = manifestSchemas()
  for (const [key, notes] of Object.entries({ ...kubernetesNotes, ...otherNotes }))
    test(`every field that the notes of ${key} speak of is one`, () => {
      const resource = schemas
        .kinds()
        .find(({ gvk }) => `${gvk.group}/${gvk.kind}` === key && !gvk.version.includes('alpha'))
      const found =
        resource ?? schemas.kinds().find(({ gvk }) => `${gvk.group}/${gvk.kind}` === key)
      assert.ok(found, 'no such kind')
      const root = schemas.schemaOf(found.gvk)
      for (const pattern of Object.keys(notes)) {
        const [fields = '', label] = pattern.split('.matchLabels.')
        const path: FieldPath = fields
          .split('.')
          .flatMap(step => (step.endsWith('[]') ? [step.slice(0, -2), 0] : [step]))
          .filter(step => step !== '')
        assert.ok(schemaAt(schemas, root, path), pattern)
        assert.ok(label === undefined || label.includes('/'))
      }
    })
})
