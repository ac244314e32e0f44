import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatFieldError } from '../../src/api/field-error.ts'
import { validateObject } from '../../src/api/validate.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { lintText, manifestSchemas } from '../support/service.ts'

const balancer = (of: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: a }\nspec:\n  host: a\n  trafficPolicy:\n    loadBalancer: ${of}\n`
const policy = (rest: string): string =>
  `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: a }\nspec:\n  endpointSelector: {}\n${rest}`

/** What is said to people and, behind it, what the server says. */
const table: Readonly<Record<string, readonly [text: string, ...said: (readonly string[])[]]>> = {
  'one of two': [balancer('{ simple: ROUND_ROBIN }')],
  'the other of two': [balancer('{ consistentHash: { useSourceIp: true } }')],
  'none where none may be': [balancer('{ warmup: { duration: 10s } }')],
  'both of two': [
    balancer('{ simple: ROUND_ROBIN, consistentHash: { useSourceIp: true } }'),
    [
      'spec.trafficPolicy.loadBalancer: only one of simple and consistentHash may be set.',
      '<nil>: Invalid value: "": "spec.trafficPolicy.loadBalancer" must validate one and only one schema (oneOf). Found 2 valid alternatives'
    ]
  ],
  'a choice inside of allOf': [
    balancer('{ consistentHash: { useSourceIp: true, httpHeaderName: x } }'),
    [
      'spec.trafficPolicy.loadBalancer.consistentHash: only one of httpHeaderName and useSourceIp may be set.',
      '<nil>: Invalid value: "": "spec.trafficPolicy.loadBalancer.consistentHash" must validate one and only one schema (oneOf). Found 2 valid alternatives'
    ]
  ],
  'at least one': [policy('  ingress: []\n')],
  'none of which at least one has to be': [
    policy(''),
    [
      'spec: one of ingress, ingressDeny, egress or egressDeny has to be set.',
      '<nil>: Invalid value: "": "spec" must validate at least one schema (anyOf)'
    ]
  ]
}

for (const [name, [text, ...said]] of Object.entries(table))
  test(name, () => {
    const [document] = parseYamlFile(text).documents
    const errors = validateObject(document?.value, manifestSchemas())
    assert.deepEqual(
      errors.map(formatFieldError),
      said.map(([, server]) => server)
    )
    const told = lintText(text).filter(({ rule }) => rule === 'schema/invalid-value')
    assert.deepEqual(
      told.map(({ what }) => what),
      said.map(([what]) => what)
    )
  })
