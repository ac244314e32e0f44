import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOver } from '../support/service.ts'

const app = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: runner
      containers:
        - name: web
          image: web
          ports: [{ name: http-web, containerPort: 8080 }]
          readinessProbe: { httpGet: { port: http-web } }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ name: public, port: 80, targetPort: http-web }]
`

const routes = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: fast
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: front, port: { name: public } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: fast
  listeners: [{ name: plain, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: edge, sectionName: plain }]
  rules: [{ backendRefs: [{ name: front, port: 80 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: shop, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }]
      ports: [{ port: http-web }]
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: other }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`

const files = { 'app.yaml': app, 'routes.yaml': routes }

/** Where the word behind a marker leads, as `file:line` counted from 1. */
function linksOf(file: keyof typeof files, before: string, definitions = false): string[] {
  const offset = files[file].indexOf(before) + before.length
  assert.ok(offset >= before.length, `${before} is not in ${file}`)
  return serviceOver(files)
    .links(file, offset)
    .filter(({ isDefinition }) => !definitions || isDefinition)
    .map(({ uri, position }) => `${uri}:${position.start.line + 1}`)
}

describe('go to definition', () => {
  const cases: readonly [string, keyof typeof files, string, readonly string[]][] = [
    ['from a selector to the labels of Pods', 'app.yaml', 'selector: { app: ', ['app.yaml:7']],
    ['from a targetPort to the port of a container', 'app.yaml', 'targetPort: ', ['app.yaml:13']],
    ['from a probe to the port of a container', 'app.yaml', 'httpGet: { port: ', ['app.yaml:13']],
    [
      'from an Ingress to the Service of its namespace',
      'routes.yaml',
      'service: { name: ',
      ['app.yaml:18']
    ],
    [
      'from an Ingress to the port of the Service',
      'routes.yaml',
      'front, port: { name: ',
      ['app.yaml:21']
    ],
    ['from a route to its Gateway', 'routes.yaml', 'parentRefs: [{ name: ', ['routes.yaml:15']],
    ['from a route to a listener', 'routes.yaml', 'sectionName: ', ['routes.yaml:18']],
    ['from a route to a Service', 'routes.yaml', 'backendRefs: [{ name: ', ['app.yaml:18']],
    [
      'from a policy to the Pods',
      'routes.yaml',
      'podSelector: { matchLabels: { app: ',
      ['app.yaml:7']
    ],
    [
      'from a peer to the Namespace',
      'routes.yaml',
      'kubernetes.io/metadata.name: ',
      ['routes.yaml:43']
    ],
    ['from a namespace to the Namespace', 'app.yaml', 'front, namespace: ', ['routes.yaml:43']],
    ['nowhere for what is not here', 'app.yaml', 'serviceAccountName: ', []]
  ]
  for (const [title, file, before, expected] of cases)
    test(title, () => assert.deepEqual(linksOf(file, before, true), expected))
})

test('references of a Service are those of its namespace', () => {
  assert.deepEqual(linksOf('app.yaml', 'Service\nmetadata: { name: '), [
    'app.yaml:18',
    'routes.yaml:11',
    'routes.yaml:25'
  ])
})

describe('rename', () => {
  const renamed = (
    file: keyof typeof files,
    before: string,
    to: string
  ): Record<string, string> => {
    const service = serviceOver(files)
    const result = service.rename(file, files[file].indexOf(before) + before.length, to)
    assert.ok(result.ok, result.ok ? '' : result.error)
    const texts: Record<string, string> = { ...files }
    for (const [uri, edits] of result.value)
      for (const { range, newText } of edits.toSorted((a, b) => b.range.start - a.range.start))
        texts[uri] = `${texts[uri]?.slice(0, range.start)}${newText}${texts[uri]?.slice(range.end)}`
    return texts
  }

  test('a Service gets another name wherever its namespace speaks of it', () => {
    const texts = renamed('app.yaml', 'Service\nmetadata: { name: ', 'entry')
    assert.equal(texts['app.yaml'], app.replace('name: front,', 'name: entry,'))
    assert.equal(
      texts['routes.yaml'],
      routes
        .replace('service: { name: front', 'service: { name: entry')
        .replace('backendRefs: [{ name: front', 'backendRefs: [{ name: entry')
    )
  })

  test('a label changes with every selector of its namespace', () => {
    const texts = renamed('app.yaml', 'labels: { app: ', 'store')
    assert.equal(texts['app.yaml'], app.replaceAll('app: web }', 'app: store }'))
    assert.match(texts['routes.yaml'] ?? '', /podSelector: \{ matchLabels: \{ app: store/)
    assert.match(texts['routes.yaml'] ?? '', /namespace: other \}\nspec: \{ selector: \{ app: web/)
  })

  test('a name that can’t be one is refused in a sentence', () => {
    const result = serviceOver(files).rename('app.yaml', app.indexOf('front') + 1, 'Not A Name')
    assert.ok(!result.ok && result.error.includes('lower-case'))
  })

  test('a field that names nothing can’t be renamed', () => {
    const result = serviceOver(files).prepareRename('app.yaml', app.indexOf('image:') + 8)
    assert.ok(!result.ok)
  })
})
