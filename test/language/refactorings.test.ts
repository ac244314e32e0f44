import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { serviceOver } from '../support/service.ts'

/** The objects that take the place of the one in a text, or undefined when none is offered. */
function converted(text: string, title: RegExp): unknown[] | undefined {
  const [found] = serviceOver({ 'a.yaml': text }).refactorings('a.yaml', text.indexOf('kind:'))
  if (!found) return undefined
  assert.match(found.title, title)
  let result = text
  for (const { range, newText } of found.edits.toSorted((a, b) => b.range.start - a.range.start))
    result = result.slice(0, range.start) + newText + result.slice(range.end)
  const errors = serviceOver({ 'a.yaml': result })
    .lint('a.yaml')
    .findings.filter(({ severity }) => severity === 'error')
  assert.deepEqual(errors, [], `what is written is not right:\n${result}`)
  return parseYamlFile(result).documents.map(({ value }) => value)
}

describe('convert', () => {
  test('an Ingress with TLS to a Gateway and a route for each host', () => {
    const objects = converted(
      `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: edge
  tls: [{ hosts: [a.example], secretName: a-cert }]
  rules:
    - host: a.example
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: a, port: { number: 80 } } } }] }
    - host: b.example
      http: { paths: [{ path: /x, pathType: Exact, backend: { service: { name: b, port: { number: 81 } } } }] }
`,
      /^Convert to Gateway and HTTPRoute/
    ) as { kind: string; spec: Record<string, unknown> }[]
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['Gateway', 'HTTPRoute', 'HTTPRoute']
    )
    assert.deepEqual(objects[0]?.spec, {
      gatewayClassName: 'edge',
      listeners: [
        { name: 'http-1', port: 80, protocol: 'HTTP', hostname: 'a.example' },
        { name: 'http-2', port: 80, protocol: 'HTTP', hostname: 'b.example' },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          hostname: 'a.example',
          tls: { certificateRefs: [{ name: 'a-cert' }] }
        }
      ]
    })
    assert.deepEqual(objects[2]?.spec.rules, [
      {
        matches: [{ path: { type: 'Exact', value: '/x' } }],
        backendRefs: [{ name: 'b', port: 81 }]
      }
    ])
  })

  test('Endpoints of both families to two slices', () => {
    const objects = converted(
      `apiVersion: v1
kind: Endpoints
metadata: { name: vm, namespace: shop }
subsets:
  - addresses: [{ ip: 192.0.2.10 }, { ip: "2001:db8::10" }]
    notReadyAddresses: [{ ip: 192.0.2.11 }]
    ports: [{ name: sql, port: 5432 }]
`,
      /EndpointSlice of Service vm/
    ) as { addressType: string; endpoints: unknown[]; metadata: { labels: unknown } }[]
    assert.deepEqual(
      objects.map(({ addressType, endpoints }) => [addressType, endpoints.length]),
      [
        ['IPv4', 2],
        ['IPv6', 1]
      ]
    )
    assert.deepEqual(objects[0]?.metadata.labels, { 'kubernetes.io/service-name': 'vm' })
  })

  test('MetalLB’s ConfigMap to pools and advertisements', () => {
    const objects = converted(
      `apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
      - { name: public, protocol: layer2, addresses: [192.0.2.0/28] }
`,
      /IPAddressPool/
    ) as { kind: string }[]
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['IPAddressPool', 'L2Advertisement']
    )
  })

  const mesh = {
    match: '[{ uri: { prefix: /api }, headers: { x-user: { exact: "1" } } }]',
    route:
      '[{ destination: { host: web-v1, port: { number: 80 } }, weight: 90 }, { destination: { host: web-v2.shop.svc.cluster.local, port: { number: 80 } }, weight: 10 }]'
  }
  const virtualService = (extra = ''): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http: [{ match: ${mesh.match}, route: ${mesh.route}${extra} }]
`

  test('a VirtualService to an HTTPRoute of the mesh', () => {
    const [route] = converted(virtualService(), /HTTPRoute for Service web/) as {
      spec: Record<string, unknown>
    }[]
    assert.deepEqual(route?.spec, {
      parentRefs: [{ group: '', kind: 'Service', name: 'web' }],
      rules: [
        {
          matches: [
            {
              path: { type: 'PathPrefix', value: '/api' },
              headers: [{ name: 'x-user', value: '1' }]
            }
          ],
          backendRefs: [
            { name: 'web-v1', port: 80, weight: 90 },
            { name: 'web-v2', namespace: 'shop', port: 80, weight: 10 }
          ]
        }
      ]
    })
  })

  test('an HTTPRoute of the mesh to a VirtualService', () => {
    const [service] = converted(
      `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: web }]
  rules:
    - backendRefs: [{ name: web-v1, port: 80, weight: 9 }, { name: web-v2, port: 80, weight: 1 }]
`,
      /VirtualService for web/
    ) as { spec: unknown }[]
    assert.deepEqual(service?.spec, {
      hosts: ['web'],
      http: [
        {
          route: [
            { destination: { host: 'web-v1', port: { number: 80 } }, weight: 9 },
            { destination: { host: 'web-v2', port: { number: 80 } }, weight: 1 }
          ]
        }
      ]
    })
  })

  test('nothing is offered where meaning would be lost', () => {
    assert.equal(converted(virtualService(', retries: { attempts: 3 }'), /./), undefined)
    const gatewayRoute =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a }\nspec: { parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: b, port: 80 }] }] }\n'
    assert.equal(converted(gatewayRoute, /./), undefined)
    const other =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata: { config: "a: 1" }\n'
    assert.equal(converted(other, /./), undefined)
  })
})
