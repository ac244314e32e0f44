import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validationCounts } from '../../scripts/generate/validation-docs.ts'
import { lintText } from '../support/service.ts'
import { useOfRule } from '../../src/api/cel-rules.ts'

const counts = validationCounts()

for (const { label, rules } of counts)
  test(`${label}: every rule in CEL compiles, or is about changes`, () => {
    assert.deepEqual(
      rules.filter(rule => useOfRule(rule) === 'not compiled'),
      []
    )
  })

test('rules and choices are found', () => {
  const rules = counts.flatMap(one => one.rules)
  assert.ok(rules.length > 400, `${rules.length} rules`)
  assert.ok(rules.every(rule => rule !== ''))
  const choices = counts.reduce((sum, one) => sum + one.choices, 0)
  assert.ok(choices > 40, `${choices} choices`)
})

test('a rule beyond the library is known as such', () => {
  assert.equal(useOfRule('self.nosuchfunction(1)'), 'not compiled')
  assert.equal(useOfRule('self == oldSelf'), 'about changes')
})

test('ranges and URLs are judged as the API server does', () => {
  const policy = (network: string): string =>
    `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: { name: a }\nspec:\n  tier: Admin\n  priority: 1\n  subject: { namespaces: {} }\n  egress: [{ action: Deny, to: [{ networks: ['${network}'] }] }]\n`
  const plugin = (url: string): string =>
    `apiVersion: extensions.istio.io/v1alpha1\nkind: WasmPlugin\nmetadata: { name: a }\nspec: { url: '${url}' }\n`
  const isRefused = (text: string): boolean =>
    lintText(text).some(({ severity }) => severity === 'error')
  for (const network of ['10.0.0.0/8', 'fd00::/8', '0.0.0.0/0'])
    assert.equal(isRefused(policy(network)), false, network)
  for (const network of [
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0.0',
    '::ffff:10.0.0.0/104',
    'fd00::1/8'
  ])
    assert.equal(isRefused(policy(network)), true, network)
  for (const url of [
    'oci://a.example/b',
    'https://a.example:8443/b',
    'a.example/b:1',
    '10.0.0.1:80/b',
    'file:///a'
  ])
    assert.equal(isRefused(plugin(url)), false, url)
  for (const url of ['ftp://a.example']) assert.equal(isRefused(plugin(url)), true, url)
})
