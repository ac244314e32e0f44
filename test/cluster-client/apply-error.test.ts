import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withFieldCauses } from '../../src/cluster/apply-error.ts'
import { errorOfResponse, type ClusterError } from '../../src/cluster/cluster-error.ts'

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 1 } },
  spec: {
    weight: 1,
    template: {
      spec: {
        containers: [
          { name: 'side' },
          { name: 'web', ports: [{ containerPort: 80, protokol: 'TCP' }] }
        ]
      }
    }
  }
} as never

const typed = 'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): '
const strict =
  'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: '

const table: readonly (readonly [message: string, fields: readonly string[]])[] = [
  [`${typed}.spec.weight: field not declared in schema`, ['spec.weight']],
  [
    `${typed}.spec.template.spec.containers[name="web"].ports[0].protokol: field not declared in schema`,
    ['spec.template.spec.containers[1].ports[0].protokol']
  ],
  [
    `${typed}.spec.template.spec.containers[name="web"].ports[containerPort=80].protokol: field not declared in schema`,
    ['spec.template.spec.containers[1].ports[0].protokol']
  ],
  [
    `${typed}.spec.template.spec.containers[name="web"].ports: element 0: associative list with keys has an element that omits key field "protocol"`,
    ['spec.template.spec.containers[1].ports']
  ],
  [
    `${typed}errors:\n  .metadata.labels.app.kubernetes.io/name: expected string, got &value.valueUnstructured{Value:1}\n  .spec.weight: field not declared in schema`,
    ['metadata.labels[app.kubernetes.io/name]', 'spec.weight']
  ],
  [
    `${strict}unknown field "spec.weight", unknown field "spec.template.spec.containers[1].ports[0].protokol"`,
    ['spec.weight', 'spec.template.spec.containers[1].ports[0].protokol']
  ],
  [`${strict}duplicate field "spec.replicas"`, ['spec.replicas']]
]

for (const [message, fields] of table)
  test(`the fields of a refusal are read: ${message.slice(-60).replaceAll('\n', ' ')}`, () => {
    const error = withFieldCauses(refusal({ code: 500, message }), deployment)
    assert.equal(error.reason, 'invalid')
    assert.deepEqual(
      error.status?.details?.causes?.map(cause => cause.field),
      fields
    )
    for (const field of fields) assert.ok(error.message.includes(field))
  })

test('other refusals stay as they are', () => {
  const causes = [{ field: 'spec.x', message: 'Required value', reason: 'FieldValueRequired' }]
  for (const status of [
    { code: 500, message: 'etcdserver: request timed out' },
    { code: 422, reason: 'Invalid', message: 'unknown field "a"', details: { causes } },
    { code: 409, reason: 'Conflict', message: 'the object has been modified' }
  ]) {
    const error = refusal(status)
    assert.equal(withFieldCauses(error, deployment), error)
  }
})

function refusal(status: object): ClusterError {
  return errorOfResponse({ status: 500, body: JSON.stringify({ kind: 'Status', ...status }) })
}
