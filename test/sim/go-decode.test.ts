import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Practice } from './practice.ts'

// Each sentence is what a real API server says, as test/cluster/scenes/api/wrong-types-deep.yaml shows.
for (const [spec, words] of [
  [
    { ports: [{ port: '80' }] },
    'string into Go struct field ServicePort.spec.ports.port of type int32'
  ],
  [
    { ports: [{ port: 80.5 }] },
    'number 80.5 into Go struct field ServicePort.spec.ports.port of type int32'
  ],
  [
    { ports: { port: 80 } },
    'object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort'
  ],
  [
    { selector: ['app'] },
    'array into Go struct field ServiceSpec.spec.selector of type map[string]string'
  ],
  [
    { selector: { app: 1 } },
    'number into Go struct field ServiceSpec.spec.selector of type string'
  ],
  [{ type: 5 }, 'number into Go struct field ServiceSpec.spec.type of type v1.ServiceType'],
  [[], 'array into Go struct field Service.spec of type v1.ServiceSpec']
] as const)
  test(`a Service with the spec ${JSON.stringify(spec)} can't be decoded`, async () => {
    const body = { metadata: { name: 'web' }, spec }
    const answer = await new Practice().call('POST', '/api/v1/namespaces/default/services', body)
    assert.equal(answer.status, 400)
    assert.equal(
      answer.at('message'),
      `Service in version "v1" cannot be handled as a Service: json: cannot unmarshal ${words}`
    )
  })
