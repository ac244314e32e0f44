/** Every text gets an answer, whatever stands in it. `npm run fuzz` goes on for as long as one likes. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { createLanguageService } from '../../src/language/language-service.ts'
import { rules } from '../../src/rules/index.generated.ts'
import { askAbout, chance, mutated, randomText } from '../support/fuzz.ts'
import { manifestSchemas, serviceOver } from '../support/service.ts'
import { counting } from '../support/counting.ts'

const clean = globSync('clean/**/*.yaml', { cwd: import.meta.dirname })
  .filter(name => !/overlays|patches/.test(name))
  .sort()
  .map(name => readFileSync(path.join(import.meta.dirname, name), 'utf8'))
const documents = clean.flatMap(text => text.split(/^---\n/m)).filter(text => text.length > 80)

describe('answers come', () => {
  test('when a manifest is cut at every offset', () => {
    const service = serviceOver({})
    const next = chance(11)
    for (let i = 0; i < 4; i++) {
      const text = (documents[next(documents.length)] ?? '').slice(0, 700)
      for (let end = 0; end <= text.length; end++) askAbout(service, text.slice(0, end), end)
    }
  })

  test('when manifests are changed by chance', () => {
    const service = serviceOver({})
    const next = chance(12)
    for (let i = 0; i < 800; i++) {
      const text = mutated(documents[next(documents.length)] ?? '', next)
      askAbout(service, text, next(text.length + 1))
    }
  })

  test('when the bytes are chance', () => {
    const service = serviceOver({})
    const next = chance(13)
    for (let i = 0; i < 500; i++) {
      const text = randomText(next)
      askAbout(service, text, next(text.length + 1))
      askAbout(service, `apiVersion: v1\nkind: Service\nspec:\n  ${text}`, 20)
    }
  })
})

test('the same seed gives the same texts', () => {
  const [a, b] = [chance(5), chance(5)]
  for (let i = 0; i < 50; i++)
    assert.equal(mutated(documents[0] ?? '', a), mutated(documents[0] ?? '', b))
})

/** How often the rules look at a field while a file is checked. */
function looksOf(text: string): number {
  const counter = counting(rules)
  const service = createLanguageService({
    schemas: manifestSchemas(),
    rules: counter.rules,
    onRuleFailure: (rule, cause) => assert.fail(`${rule}: ${String(cause)}`)
  })
  service.setFile('a.yaml', text)
  service.lint('a.yaml')
  return counter.looks()
}

describe('twice the text is at most twice the work, and a bit, counted in looks of the rules at fields', () => {
  const some = (count: number, one: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => one(i)).join('')
  const growing: Readonly<Record<string, (count: number) => string>> = {
    'paths of an Ingress': count =>
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec:\n  ingressClassName: a\n  rules:\n    - host: a.example\n      http:\n        paths:\n${some(count, i => `          - { path: /p${i}, pathType: Prefix, backend: { service: { name: s, port: { number: 80 } } } }\n`)}`,
    'rules of a NetworkPolicy': count =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: a, namespace: x }\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n  ingress:\n${some(count, i => `    - { from: [{ ipBlock: { cidr: 10.${i % 200}.${Math.floor(i / 200)}.0/24 } }], ports: [{ port: ${1000 + i} }] }\n`)}`,
    'backends of an HTTPRoute': count =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a }\nspec:\n  parentRefs: [{ name: g }]\n  rules:\n${some(count, i => `    - { matches: [{ path: { type: Exact, value: /p${i} } }], backendRefs: [{ name: s${i}, port: 80 }] }\n`)}`,
    'containers of a Pod': count =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n${some(count, i => `    - { name: c${i}, image: "registry.example/a:1", ports: [{ containerPort: ${1000 + i} }] }\n`)}`
  }
  for (const [name, text] of Object.entries(growing))
    test(name, () => {
      const [small, large] = [looksOf(text(60)), looksOf(text(120))]
      assert.ok(small > 100, `${small} looks`)
      assert.ok(large <= 2.6 * small, `${small} looks at 60, ${large} at 120`)
    })
})

describe('what is too much is said, politely', () => {
  const found = (text: string): string[] =>
    serviceOver({ 'a.yaml': text })
      .lint('a.yaml')
      .findings.map(({ rule, severity }) => `${rule} ${severity}`)

  test('more than 10 MB', () => {
    assert.deepEqual(found(`apiVersion: v1\n${'# generated\n'.repeat(900_000)}`), [
      'yaml/too-large hint'
    ])
  })

  test('aliases that grow', () => {
    const level = (i: number): string =>
      `  a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]\n`
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a0: &a0 [x, x, x]\n${Array.from({ length: 9 }, (_, i) => level(i + 1)).join('')}`
    const [first, ...more] = found(text)
    assert.match(first ?? '', /^yaml\/alias-bomb /)
    assert.deepEqual(more, [])
  })
})
