import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fixFile } from '../../src/language/apply-fixes.ts'
import { defineRule } from '../../src/rules/define-rule.ts'
import { createLanguageService } from '../../src/language/language-service.ts'
import { lintText, productSchemas, serviceOver } from '../support/service.ts'

const service = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n${spec}`

const rulesOf = (text: string): string[] => lintText(text).map(({ rule }) => rule)

describe('findings stand at exactly their own place', () => {
  const ingress = [
    'apiVersion: networking.k8s.io/v1',
    'kind: Ingress',
    'metadata:',
    '  name: weighted-ingress',
    'spec:',
    '  rules:',
    '  - host: example.local',
    '    http:',
    '      paths:',
    '      - path: /',
    '        backend:',
    '          service:',
    '            name: backend-v1',
    '            port:',
    '              number: 80',
    '        weight: 50',
    ''
  ].join('\n')

  test('an unknown weight is one finding, at the entry', () => {
    const [finding, ...more] = lintText(ingress).filter(({ path }) => path.endsWith('weight'))
    assert.equal(finding?.rule, 'ingress/weighted-backend')
    assert.equal(finding.path, 'spec.rules[0].http.paths[0].weight')
    assert.deepEqual(finding.position, {
      start: { line: 15, character: 8 },
      end: { line: 15, character: 18 }
    })
    assert.deepEqual(more, [])
  })

  test('a missing pathType is at the first key of its item', () => {
    const finding = lintText(ingress).find(({ rule }) => rule === 'schema/missing-field')
    assert.equal(finding?.path, 'spec.rules[0].http.paths[0].pathType')
    assert.deepEqual(finding.position, {
      start: { line: 9, character: 8 },
      end: { line: 9, character: 12 }
    })
    assert.deepEqual(
      finding.fixes.map(({ safe, preferred }) => [safe, preferred]),
      [
        [true, true],
        [false, false],
        [false, false]
      ]
    )
  })

  test('a document that is not the first is counted from the top of the file', () => {
    const [finding] = lintText(
      `${service('a', '  ports: [{ port: 80 }]\n')}---\n${service('b', '  port: 80\n')}`
    )
    assert.equal(finding?.document, 1)
    assert.equal(finding.position.start.line, 12)
  })

  test('an item of a List has its index in the path', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n  spec: {ports: [{port: 80, protocol: tcp}]}\n'
    assert.deepEqual(
      lintText(text).map(({ rule, path }) => [rule, path]),
      [['schema/unsupported-value', 'items[0].spec.ports[0].protocol']]
    )
  })
})

describe('safe fixes', () => {
  const cases: readonly [string, string, string][] = [
    [
      'a misspelt field is renamed',
      '  slector: { app: a }\n  ports: [{ port: 80 }]\n',
      '  selector: { app: a }\n  ports: [{ port: 80 }]\n'
    ],
    [
      'a value in the wrong letter case is mended',
      '  ports: [{ port: 80, protocol: tcp }]\n',
      '  ports: [{ port: 80, protocol: TCP }]\n'
    ],
    [
      'text where a number belongs loses its quotes',
      '  ports: [{ port: "80" }]\n',
      '  ports: [{ port: 80 }]\n'
    ],
    [
      'a boolean where text belongs is put in quotes',
      '  selector: { on: yes }\n  ports: [{ port: 80 }]\n',
      '  selector: { on: "yes" }\n  ports: [{ port: 80 }]\n'
    ]
  ]
  for (const [name, before, after] of cases)
    test(name, () => {
      const text = service('a', before)
      const over = serviceOver({ a: text })
      const fixed = fixFile(over, 'a', text)
      assert.equal(fixed.text.replaceAll("'", '"'), service('a', after))
      assert.deepEqual(over.lint('a').findings, [])
    })

  test('a field that nobody can have meant is only offered to be removed', () => {
    const text = service('a', '  zzz: 1\n  ports: [{ port: 80 }]\n')
    const over = serviceOver({ a: text })
    assert.equal(fixFile(over, 'a', text).text, text)
    assert.deepEqual(
      over.lint('a').findings.flatMap(({ fixes }) => fixes.map(({ safe }) => safe)),
      [false]
    )
  })
})

describe('what is none of our business is silent', () => {
  const cases: Readonly<Record<string, string>> = {
    'a kind that no schema knows':
      'apiVersion: example.org/v1\nkind: Gadget\nspec: { weight: 1 }\n',
    'YAML that is no manifest': 'a: 1\na: 2\nb: [\n',
    'a file that its author excluded':
      '# vscode-kubernetes-tools: exclude\napiVersion: v1\nkind: Service\nspec: { prots: [] }\n',
    'a kustomization':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    'an empty file': '',
    'comments alone': '# nothing\n---\n# nothing\n'
  }
  for (const [name, text] of Object.entries(cases))
    test(name, () => {
      assert.deepEqual(rulesOf(text), [])
    })

  test('a kustomize patch lacks fields, and only what it has is checked', () => {
    const patch =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec:\n  rules:\n    - http: { paths: [{ path: /, pathTyp: Exact }] }\n'
    const over = serviceOver({
      'o/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: patch.yaml\n',
      'o/patch.yaml': patch
    })
    assert.deepEqual(
      over.lint('o/patch.yaml').findings.map(({ rule }) => rule),
      ['schema/unknown-field']
    )
    over.removeFile('o/kustomization.yaml')
    assert.ok(over.lint('o/patch.yaml').findings.length > 1)
  })

  test('kustomize writes the namespace of an account that a binding names', () => {
    const over = serviceOver({
      'k/kustomization.yaml': 'namespace: works\nresources: [binding.yaml]\n',
      'k/binding.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: valve }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: valve }\nsubjects: [{ kind: ServiceAccount, name: valve }]\n'
    })
    assert.deepEqual(over.lint('k/binding.yaml').findings, [])
    over.removeFile('k/kustomization.yaml')
    assert.deepEqual(
      over.lint('k/binding.yaml').findings.map(({ rule, what }) => [rule, what]),
      [['schema/missing-field', '`namespace` is missing in `subjects[0]`.']]
    )
  })
})

describe('the workspace', () => {
  const web =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: web, image: web }] }\n'
  const slip = service('web', '  selector: { app: wbe }\n  ports: [{ port: 80 }]\n')

  test('another file decides about a Service, and its changes are seen at once', () => {
    const over = serviceOver({ 'service.yaml': slip })
    const rules = (): string[] => over.lint('service.yaml').findings.map(({ rule }) => rule)
    assert.deepEqual(rules(), [])
    over.setFile('pod.yaml', web)
    assert.deepEqual(rules(), ['service/selector-matches-no-pod'])
    over.setFile('pod.yaml', web.replace('app: web', 'app: wbe'), 'editor')
    assert.deepEqual(rules(), [])
    over.removeFile('pod.yaml', 'editor')
    assert.deepEqual(rules(), ['service/selector-matches-no-pod'])
    over.removeFile('pod.yaml')
    assert.deepEqual(rules(), [])
  })

  test('a finding points to the other place', () => {
    const over = serviceOver({ 'service.yaml': slip, 'pod.yaml': web })
    const [finding] = over.lint('service.yaml').findings
    assert.deepEqual(
      finding?.related.map(({ uri, position }) => [uri, position.start.line]),
      [['pod.yaml', 2]]
    )
  })

  test('findings move with the text above them', () => {
    const over = serviceOver({ a: service('a', '  prots: [{ port: 80 }]\n') })
    const before = over.lint('a').findings[0]?.position.start.line ?? 0
    over.setFile(
      'a',
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n${service('a', '  prots: [{ port: 80 }]\n')}`
    )
    const [finding] = over.lint('a').findings
    assert.equal(finding?.position.start.line, before + 4)
  })
})

test('a rule that throws is told and keeps no other check from running', () => {
  const broken = defineRule({
    id: 'test/broken',
    appliesTo: ['v1/Service'],
    scope: 'manifest',
    severity: 'error',
    tags: [],
    what: '',
    why: '',
    todo: '',
    docs: { bad: '', good: '', see: [] },
    check() {
      throw new Error('on purpose')
    }
  })
  const failures: string[] = []
  const over = createLanguageService({
    schemas: productSchemas(),
    rules: [broken],
    onRuleFailure: rule => failures.push(rule)
  })
  over.setFile('a', service('a', '  ports: [{ port: 80, protocol: tcp }]\n'))
  assert.deepEqual(
    over.lint('a').findings.map(({ rule }) => rule),
    ['internal/rule-failed', 'schema/unsupported-value']
  )
  assert.deepEqual(failures, ['test/broken'])
})
