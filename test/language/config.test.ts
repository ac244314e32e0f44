import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kubernetesMinorOf } from '../../src/language/config/kubernetes-version.ts'
import { settingsFor } from '../../src/language/config/lint-config.ts'
import { lintSettings } from '../../src/language/config/lint-settings.ts'
import { readConfig } from '../../src/language/config/read-config.ts'
import { schemaChecks } from '../../src/language/schema-checks.ts'
import { rules } from '../../src/rules/index.generated.ts'
import { LineMap } from '../../src/yaml/line-map.ts'
import { page } from '../support/markdown.ts'
import { lintText, serviceOver } from '../support/service.ts'

const checks = [...rules, ...Object.values(schemaChecks)]

function told(text: string): string[] {
  const lines = new LineMap(text)
  return readConfig(text, checks).problems.map(({ message, range }) => {
    const { line, character } = lines.positionAt(range.start)
    return `${line + 1}:${character + 1} ${message}`
  })
}

describe('what a configuration may not say, at its place', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    'rule: {}': ['1:1 There is no field rule here. Did you mean rules?'],
    '- a': ['1:3 This has to be a map, not a list.'],
    'rules: { a/b: off }': ['1:10 There is no check a/b. netlabs rules lists them.'],
    'rules:\n  ingress/path-tpe: off': [
      '2:3 There is no check ingress/path-tpe. netlabs rules lists them.'
    ],
    'rules:\n  service/selector-matches-no-pod: fatal': [
      '2:3 This has to be one of error, warning, info, hint, off, false.'
    ],
    'kubernetesVersion: 1.30': ['1:1 This has to be a text, not a number. Put it in quotes.'],
    'kubernetesVersion: "1.99"': ['1:1 Kubernetes 1.99 is not known here, only 1.7 to 1.37.'],
    'kubernetesVersion: newest': ['1:1 "newest" is no version of Kubernetes. Write it as 1.37.'],
    'enable: [pod/host-prt]': [
      '1:10 No rule that is off by default has the id or the tag pod/host-prt. Did you mean pod/host-port?'
    ],
    'enable: [service/selector-matches-no-pod]': [
      '1:10 The check service/selector-matches-no-pod is on already.'
    ],
    'overrides: [{ rules: {} }]': ['1:15 The field files is missing.'],
    'overrides:\n  - files: []': ['2:5 This has to have at least 1 item.'],
    'ignore: vendor': ['1:1 This has to be a list, not a text.'],
    'ignore: [a]\n---\nignore: [b]': [
      '3:1 A configuration has one document only; this one is not read.'
    ]
  }
  for (const [text, problems] of Object.entries(table))
    test(JSON.stringify(text), () => {
      assert.deepEqual(told(text), problems)
    })

  test('what is no YAML', () => {
    assert.match(told('rules: [a')[0] ?? '', /^1:\d+ \S/)
  })
})

test('nothing, a comment, and the configuration of the manual say nothing wrong', () => {
  const manual = page('docs/cli.md').fences.find(({ text }) => text.startsWith('# .netlabs.yaml'))
  assert.ok(manual)
  for (const text of ['', '# later\n', '---\n', '{}', manual.text]) assert.deepEqual(told(text), [])
})

const config = readConfig(
  `
kubernetesVersion: v1.30
ignore: [vendor/, "*.generated.yaml", /top.yaml]
enable: [readiness]
rules: { service/selector-matches-no-pod: off, pod/host-port: hint }
overrides:
  - files: ["legacy/**"]
    kubernetesVersion: "1.20"
    rules: { service/selector-matches-no-pod: info }
  - files: [legacy/new/]
    kubernetesVersion: "1.36.2"
`,
  checks
).config

describe('the settings of a file', () => {
  test('severities, opt-ins and the version; later entries go first', () => {
    const top = settingsFor(config, 'a.yaml')
    assert.equal(top.kubernetesMinor, 30)
    assert.equal(top.severities.get('service/selector-matches-no-pod'), 'off')
    assert.deepEqual([...top.optIns].sort(), [
      'pod/host-port',
      'pod/no-readiness-probe',
      'service/selector-matches-no-pod'
    ])
    const legacy = settingsFor(config, 'legacy/a.yaml')
    assert.equal(legacy.kubernetesMinor, 20)
    assert.equal(legacy.severities.get('service/selector-matches-no-pod'), 'info')
    assert.equal(settingsFor(config, 'legacy/new/a.yaml').kubernetesMinor, 36)
  })

  test('ignored files', () => {
    const ignored = (path: string): boolean => settingsFor(config, path).ignored
    for (const path of ['vendor/a.yaml', 'x/vendor/b/a.yaml', 'a.generated.yaml', 'top.yaml'])
      assert.equal(ignored(path), true, path)
    for (const path of ['vendor.yaml', 'a.yaml', 'x/top.yaml', 'vendored/a.yaml'])
      assert.equal(ignored(path), false, path)
  })

  test('what the configuration does not say stays as it was', () => {
    const before = lintSettings({
      severities: new Map([['endpoints/deprecated', 'warning']]),
      optIns: new Set(['ingress/class-absent'])
    })
    const after = settingsFor(config, 'a.yaml', before)
    assert.equal(after.severities.get('endpoints/deprecated'), 'warning')
    assert.ok(after.optIns.has('ingress/class-absent'))
  })
})

const service =
  'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: 80, protocol: tcp }] }\n'

describe('findings under settings', () => {
  test('a check that is off says nothing, and another severity is told', () => {
    const id = 'schema/unsupported-value'
    assert.deepEqual(lintText(service, { severities: new Map([[id, 'off']]) }), [])
    const [finding] = lintText(service, { severities: new Map([[id, 'hint']]) })
    assert.equal(finding?.severity, 'hint')
    assert.equal(finding.fixes[0]?.title, 'Set to `TCP`')
  })

  test('nothing is said about an ignored file, but others rely on it', () => {
    const selects = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ name: htp, containerPort: 80, protocol: tcp }] }] }
`
    const over = serviceOver({ 'a.yaml': selects, 'b.yaml': pod })
    assert.deepEqual(over.lint('b.yaml', lintSettings({ ignored: true })).findings, [])
    assert.ok(over.lint('a.yaml').findings.length > 0)
  })

  test('another version is asked about again, back and forth', () => {
    const over = serviceOver({
      'a.yaml':
        'apiVersion: networking.k8s.io/v1beta1\nkind: IngressClass\nmetadata: { name: a }\nspec: { controller: example.com/a }\n'
    })
    const rulesFor = (kubernetesMinor: number): string[] =>
      over.lint('a.yaml', lintSettings({ kubernetesMinor })).findings.map(({ rule }) => rule)
    assert.deepEqual(rulesFor(37), ['api/removed-version'])
    assert.deepEqual(rulesFor(18), [])
    assert.deepEqual(rulesFor(21), ['api/deprecated-version'])
    assert.deepEqual(rulesFor(17), ['api/not-served-yet'])
    assert.deepEqual(rulesFor(22), ['api/removed-version'])
  })

  test('a configuration is checked as one, wherever it lies', () => {
    for (const uri of ['.netlabs.yaml', 'file:///a/.netlabs.yaml']) {
      const [finding, ...more] = serviceOver({ [uri]: 'rulez: {}\n' }).lint(uri).findings
      assert.equal(more.length, 0)
      assert.equal(finding?.rule, 'config/invalid')
      assert.equal(finding.what, 'There is no field rulez here. Did you mean rules?')
      assert.deepEqual(finding.position.start, { line: 0, character: 0 })
    }
  })
})

test('versions as people write them', () => {
  for (const text of ['1.34', 'v1.34', '1.34.2', 'v1.34.1-gke.5', '1.34+'])
    assert.deepEqual(kubernetesMinorOf(text), { ok: true, value: 34 }, text)
  for (const text of ['', '1', '2.1', '1.3x', '34', '1.6', '1.38'])
    assert.equal(kubernetesMinorOf(text).ok, false, text)
})
