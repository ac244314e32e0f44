import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterError } from '../../src/cluster/cluster-error.ts'
import { applyOrder } from '../../src/cluster/apply-order.ts'
import { shownChange, shownObject, withoutSecretValues } from '../../src/cluster/shown-object.ts'
import type { KubeObject } from '../../src/model/object.ts'

const secret = (data: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'db',
    uid: '1',
    managedFields: [{}],
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}'
    }
  },
  data
})

test('an object is shown without the server’s bookkeeping, with its status', () => {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', uid: '1', resourceVersion: '7', annotations: { note: 'mine' } },
    status: { loadBalancer: {} }
  }
  assert.deepEqual(shownObject(object), {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', annotations: { note: 'mine' } },
    status: { loadBalancer: {} }
  })
  assert.equal(shownChange(object, object).before?.status, undefined)
})

test('no value of a Secret is shown, nor its copy in the annotation of kubectl apply', () => {
  const shown = shownObject({
    ...secret({ password: 'aHVudGVyMg==' }),
    stringData: { pin: '4711' }
  })
  assert.doesNotMatch(JSON.stringify(shown), /aHVudGVyMg|4711/)
  assert.deepEqual(shown['data'], { password: '(hidden)' })
})

test('a change of a Secret says which values change and shows none', () => {
  const { before, after } = shownChange(
    secret({ user: 'YQ==', password: 'aHVudGVyMg==' }),
    secret({ user: 'YQ==', password: 'aHVudGVyMw==', host: 'ZGI=' })
  )
  assert.deepEqual(before?.['data'], { user: '(hidden)', password: '(hidden)' })
  assert.deepEqual(after['data'], {
    user: '(hidden)',
    password: '(hidden, changed)',
    host: '(hidden)'
  })
})

test('other kinds of that name and other fields are shown as they are', () => {
  const vault = { ...secret({ path: 'kv/db' }), apiVersion: 'vault.example/v1' }
  assert.deepEqual(shownObject(vault)['data'], { path: 'kv/db' })
})

test('a refusal of a Secret quotes no value', () => {
  const error: ClusterError = {
    reason: 'invalid',
    message:
      'stringData.pin: expected string, got &value.valueUnstructured{Value:4711}. data.a: Invalid value: "hunter2": must be base64.',
    status: {
      message: '.stringData.pin: expected string, got &value.valueUnstructured{Value:4711}',
      details: { causes: [{ field: 'data.a', message: 'Invalid value: "hunter2": no' }] }
    }
  }
  const said = JSON.stringify(withoutSecretValues(error))
  assert.doesNotMatch(said, /4711|hunter2/)
  assert.match(said, /expected string/)
  assert.match(said, /must be base64/)
})

test('Namespaces are applied first, and the rest in the order of the file', () => {
  const kinds = ['Deployment', 'Service', 'ConfigMap', 'Namespace', 'Ingress']
  const objects = kinds.map(kind => ({ apiVersion: 'v1', kind, metadata: { name: kind } }))
  assert.deepEqual(
    applyOrder(objects, object => object).map(({ kind }) => kind),
    ['Namespace', 'ConfigMap', 'Deployment', 'Service', 'Ingress']
  )
})
