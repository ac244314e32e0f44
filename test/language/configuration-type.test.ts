import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configurationType } from '../../src/language/configuration-type.ts'
import { serviceOver } from '../support/service.ts'

const cases: readonly [string, unknown, boolean, string | undefined][] = [
  [
    'a server of K3s',
    { 'cluster-cidr': '10.42.0.0/16', 'tls-san': ['k3s'] },
    false,
    'Configuration'
  ],
  ['options of another program', { 'tls-san': ['a'], token: 'x' }, false, undefined],
  ['keys in another style', { 'cluster-cidr': '10.42.0.0/16', clusterName: 'x' }, false, undefined],
  ['a network', { cniVersion: '1.0.0', name: 'a', plugins: [] }, false, 'NetworkConfiguration'],
  ['versions of programs', { cniVersion: '1.0.0', helmVersion: '3' }, false, undefined],
  ['values of Cilium', { kubeProxyReplacement: true }, false, 'CiliumValues'],
  ['values of Traefik', { ports: { web: { port: 8000 } } }, false, 'TraefikValues'],
  ['the configuration of Traefik', { providers: { kubernetesGateway: {} } }, false, undefined],
  ['the same, named as values', { providers: { kubernetesGateway: {} } }, true, 'TraefikValues'],
  ['ports of a compose file', { services: { web: { ports: ['80:80'] } } }, false, undefined],
  ['an object', { apiVersion: 'v1', kind: 'ConfigMap', hubble: {} }, true, undefined],
  ['a list', ['cluster-cidr'], true, undefined],
  ['nothing', undefined, true, undefined]
]

for (const [name, value, isValues, kind] of cases)
  test(`${name} is ${kind ?? 'none of our business'}`, () => {
    assert.equal(configurationType(value, isValues)?.kind, kind)
  })

test('a value that is left empty has no wrong type', () => {
  const service = serviceOver({ 'values.yaml': 'txtOwnerId:\npolicy:\ndomainFilters: []\n' })
  const rules = service.lint('values.yaml').findings.map(({ rule }) => rule)
  assert.deepEqual(
    rules.filter(rule => rule === 'helm-values/wrong-type'),
    []
  )
})

test('what configures a program is no object for completion or for other rules', () => {
  const service = serviceOver({
    'config.yaml': 'cluster-cidr: 10.42.0.0/16\n',
    'pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: web, image: "x:1" }] }\n'
  })
  assert.equal(service.lint('config.yaml').findings.length, 0)
  assert.equal(service.workspace().all('config.k3s.io/v1/Configuration').length, 1)
})
