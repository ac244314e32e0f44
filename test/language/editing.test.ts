import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serviceOver } from '../support/service.ts'

const web =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web } }\nspec: { containers: [{ name: web, image: web }] }\n' +
  '---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { app: web }\n  ports: [{ name: http, port: 80 }]\n'

/** Labels of the completions at the cursor `|` of a text, beside the Pod and the Service `web`. */
function completionsAt(marked: string): string[] {
  const offset = marked.indexOf('|')
  const text = marked.replace('|', '')
  const items = serviceOver({ 'web.yaml': web, 'a.yaml': text }).complete('a.yaml', offset)
  return items.toSorted((a, b) => (a.sortText < b.sortText ? -1 : 1)).map(({ label }) => label)
}

const ingress = (path: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n${path}`

describe('completion', () => {
  test('fields come with the required ones first, without those that are there', () => {
    const labels = completionsAt(ingress('            |\n'))
    assert.deepEqual(labels, ['pathType', 'backend'])
  })

  const firstOnes: readonly [string, string, readonly string[]][] = [
    ['a Service', 'apiVersion: v1\nkind: Service\nspec:\n  |\n', ['selector', 'ports', 'type']],
    [
      'a port of a Service',
      'apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - |\n',
      ['port', 'name', 'targetPort', 'protocol']
    ],
    [
      'a NetworkPolicy',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  |\n',
      ['podSelector', 'policyTypes', 'ingress', 'egress']
    ],
    [
      'a Deployment',
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  |\n',
      ['selector', 'template', 'replicas']
    ],
    [
      'an HTTPRoute',
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec:\n  |\n',
      ['parentRefs', 'hostnames', 'rules']
    ],
    [
      'an object',
      'apiVersion: v1\nkind: Service\nmetadata:\n  |\n',
      ['name', 'namespace', 'labels', 'annotations']
    ]
  ]
  for (const [title, marked, expected] of firstOnes)
    test(`${title} begins with the fields that are written first`, () => {
      assert.deepEqual(completionsAt(marked).slice(0, expected.length), expected)
    })

  test('half a word in the middle of a document completes to a field', () => {
    const labels = completionsAt(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  sel|\n  ports:\n    - port: 80\n'
    )
    assert.ok(labels.includes('selector') && !labels.includes('ports'))
  })

  test('the first field of a new list item is one of the item', () => {
    const labels = completionsAt(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n    - |\n'
    )
    assert.ok(labels.includes('targetPort'), labels.join(' '))
  })

  test('a second field of a list item is one of the item', () => {
    const labels = completionsAt(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80\n    |\n'
    )
    assert.ok(labels.includes('targetPort') && !labels.includes('port'), labels.join(' '))
  })

  const values: readonly [string, string, readonly string[]][] = [
    [
      'an enumeration',
      ingress('            pathType: |\n'),
      ['Exact', 'ImplementationSpecific', 'Prefix']
    ],
    [
      'the kinds of a version',
      'apiVersion: networking.k8s.io/v1\nkind: |\n',
      ['Ingress', 'IngressClass', 'NetworkPolicy']
    ],
    ['the version of a kind', 'apiVersion: |\nkind: Ingress\n', ['networking.k8s.io/v1']],
    [
      'namespaces of the workspace',
      'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: |\n',
      ['shop']
    ],
    [
      'values of a label that Pods have',
      'apiVersion: v1\nkind: Service\nspec:\n  selector:\n    app: |\n',
      ['web']
    ],
    [
      'Services of the workspace',
      ingress('            backend:\n              service:\n                name: |\n'),
      ['web']
    ],
    [
      'ports of the named Service',
      ingress(
        '            backend:\n              service:\n                name: web\n                port:\n                  number: |\n'
      ),
      ['80']
    ]
  ]
  for (const [name, text, expected] of values)
    test(`offers ${name}`, () => {
      const labels = completionsAt(text)
      assert.deepEqual(labels.filter(label => expected.includes(label)).sort(), expected)
    })

  test('an empty file is offered snippets that are clean once they are written', () => {
    const over = serviceOver({ 'a.yaml': '' })
    const snippets = over.complete('a.yaml', 0).filter(({ kind }) => kind === 'snippet')
    assert.ok(snippets.length >= 5)
    for (const { label, insertText } of snippets) {
      const text = insertText.replaceAll(/\$\{\d+:([^}]*)\}/g, '$1').replaceAll('$0', '')
      const findings = serviceOver({ 'b.yaml': text }).lint('b.yaml').findings
      assert.deepEqual([label, findings.map(({ message }) => message)], [label, []])
    }
  })

  test('nothing is offered inside a comment', () => {
    assert.deepEqual(completionsAt('# |\n'), [])
  })
})

describe('hover', () => {
  const at = (text: string, word: string): string | undefined =>
    serviceOver({ a: text }).hover('a', text.indexOf(word) + 1)?.markdown

  test('says type, duty and values of a field', () => {
    const markdown = at(ingress('            pathType: Prefix\n'), 'pathType') ?? ''
    assert.match(markdown, /\*\*pathType\*\* `string` · required/)
    assert.match(markdown, /whole parts between slashes/)
  })

  test('says what a kind does to traffic', () => {
    assert.match(at(ingress(''), 'kind') ?? '', /It has no weights/)
  })

  test('says nothing about a field that the kind does not have', () => {
    assert.equal(at(ingress('            weight: 1\n'), 'weight'), undefined)
  })
})

test('an outline names every object of a file', () => {
  const symbols = serviceOver({ a: web }).symbols('a')
  assert.deepEqual(
    symbols.map(({ name, detail, position }) => [name, detail, position.start.line]),
    [
      ['web', 'Pod in shop', 0],
      ['web', 'Service in shop', 5]
    ]
  )
})
