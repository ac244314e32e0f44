import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NetworkPolicySpec } from '../../src/model/kinds.ts'
import { networkOf } from '../../src/net/network.ts'
import { policyTypesOf } from '../../src/net/policy-rules.ts'
import { podsSelectedBy, policiesSelecting } from '../../src/net/policy-verdict.ts'
import { pod, podNamed, policy, twoNamespaces } from './example-cluster.ts'

const all = {}

describe('what a policy selects', () => {
  test('ended Pods and Pods of the network of a node are outside of it', () => {
    const network = networkOf([
      ...twoNamespaces,
      pod('backend/done', '10.244.2.99', { status: { phase: 'Succeeded' } }),
      pod('backend/host', '192.168.0.1', { spec: { hostNetwork: true } }),
      policy('backend/everybody', { podSelector: all })
    ])
    const [everybody] = network.policies
    assert.ok(everybody)
    assert.deepEqual(
      podsSelectedBy(network, everybody).map(one => one.metadata.name),
      ['client', 'nginx-1', 'nginx-2']
    )
    assert.deepEqual(policiesSelecting(network, podNamed(network, 'backend/client'), 'Egress'), [])
  })

  const types: readonly (readonly [string, NetworkPolicySpec, readonly string[]])[] = [
    ['without rules', {}, ['Ingress']],
    ['with egress rules', { egress: [{}] }, ['Ingress', 'Egress']],
    ['with an empty list of egress rules', { egress: [] }, ['Ingress']],
    ['with policyTypes', { policyTypes: ['Egress'] }, ['Egress']]
  ]
  for (const [what, spec, expected] of types)
    test(`directions ${what}`, () => {
      const [one] = networkOf([policy('a/b', spec)]).policies
      assert.ok(one)
      assert.deepEqual(policyTypesOf(one), expected)
    })
})
