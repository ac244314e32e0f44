import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, namespace, Practice, service } from './practice.ts'

const apply = { type: 'application/apply-patch+yaml' }
const strategic = { type: 'application/strategic-merge-patch+json' }
const maps = '/api/v1/namespaces/default/configmaps'

const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web' },
  spec: {
    rules: [
      {
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              weight: 3,
              backend: { service: { name: 'a', port: { number: 80 } } }
            }
          ]
        }
      }
    ]
  }
}
const ingresses = '/apis/networking.k8s.io/v1/namespaces/default/ingresses'

test('without the token nobody is let in, except to what is public', async () => {
  const practice = new Practice({ token: 'secret' })
  const authorization = 'Bearer secret'
  assert.equal((await practice.call('GET', '/api/v1/pods')).status, 401)
  assert.equal((await practice.call('GET', '/version')).status, 200)
  const let_in = await practice.call('GET', '/api/v1/pods', undefined, {
    headers: { authorization }
  })
  assert.equal(let_in.status, 200)
})

test('a new object gets what the server writes and keeps what the client wrote', async () => {
  const practice = new Practice()
  const answer = await practice.call('POST', maps, {
    metadata: { generateName: 'a-', labels: { l: '1' } },
    data: { key: 'value' }
  })
  assert.equal(answer.status, 201)
  assert.match(String(answer.at('metadata.name')), /^a-[a-z0-9]{5}$/)
  assert.match(String(answer.at('metadata.uid')), /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  assert.equal(answer.at('metadata.creationTimestamp'), '2026-01-01T00:00:00Z')
  assert.equal(answer.at('metadata.namespace'), 'default')
  assert.equal(answer.at('metadata.managedFields[0].manager'), 'test')
  assert.equal(answer.at('data.key'), 'value')
})

test('a stale resourceVersion is a conflict, the present one is not', async () => {
  const practice = new Practice()
  const created = await practice.call('POST', maps, { metadata: { name: 'a' }, data: { k: '1' } })
  const stale = created.at('metadata.resourceVersion')
  const body = (resourceVersion: unknown, k: string): object => ({
    metadata: { name: 'a', resourceVersion },
    data: { k }
  })
  const updated = await practice.call('PUT', `${maps}/a`, body(stale, '2'))
  assert.equal(updated.status, 200)
  assert.ok(Number(updated.at('metadata.resourceVersion')) > Number(stale))
  const late = await practice.call('PUT', `${maps}/a`, body(stale, '3'))
  assert.equal(late.status, 409)
  assert.match(String(late.at('message')), /the object has been modified/)
})

test('an update that changes nothing leaves the resourceVersion', async () => {
  const practice = new Practice()
  const created = await practice.call('POST', maps, { metadata: { name: 'a' }, data: { k: '1' } })
  const same = await practice.call('PUT', `${maps}/a`, created.body)
  assert.equal(same.at('metadata.resourceVersion'), created.at('metadata.resourceVersion'))
})

test('generation counts changes of the spec only', async () => {
  const practice = new Practice()
  await practice.apply(namespace('backend'), deployment('backend', 'web', 'nginx'))
  const url = '/apis/apps/v1/namespaces/backend/deployments/web'
  const labelled = await practice.call(
    'PATCH',
    url,
    { metadata: { labels: { a: 'b' } } },
    strategic
  )
  assert.equal(labelled.at('metadata.generation'), 1)
  const scaled = await practice.call('PATCH', url, { spec: { replicas: 2 } }, strategic)
  assert.equal(scaled.at('metadata.generation'), 2)
})

test('a dry run answers as if it were done and does nothing', async () => {
  const practice = new Practice()
  const answer = await practice.call('POST', `${maps}?dryRun=All`, { metadata: { name: 'a' } })
  assert.equal(answer.status, 201)
  assert.equal((await practice.call('GET', `${maps}/a`)).status, 404)
  const gone = await practice.call('DELETE', `${maps}/kube-root-ca.crt?dryRun=All`)
  assert.equal(gone.status, 200)
  assert.equal((await practice.call('GET', `${maps}/kube-root-ca.crt`)).status, 200)
})

for (const [validation, warning] of [
  ['Warn', '299 - "unknown field \\"spec.extra\\""'],
  ['', '299 - "unknown field \\"spec.extra\\""'],
  ['Ignore', undefined]
] as const)
  test(`fieldValidation=${validation} drops an unknown field ${warning ? 'with a warning' : 'in silence'}`, async () => {
    const practice = new Practice()
    const answer = await practice.call(
      'POST',
      `/api/v1/namespaces/default/services?fieldValidation=${validation}`,
      service('default', 'a', { extra: 1 })
    )
    assert.equal(answer.status, 201)
    assert.equal(answer.headers.warning, warning)
    assert.equal(answer.at('spec.extra'), undefined)
  })

test('the body may be YAML', async () => {
  const practice = new Practice()
  const answer = await practice.call('POST', maps, 'metadata:\n  name: a\ndata:\n  k: "1"\n', {
    type: 'application/yaml'
  })
  assert.equal(answer.status, 201)
  assert.equal(answer.at('data.k'), '1')
})

test('an apply of a field that another manager owns is a conflict with its causes', async () => {
  const practice = new Practice()
  await practice.call('POST', `${maps}?fieldManager=someone`, {
    metadata: { name: 'a' },
    data: { k: '1' }
  })
  const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: '2' } }
  const refused = await practice.call('PATCH', `${maps}/a?fieldManager=me`, applied, apply)
  assert.equal(refused.status, 409)
  assert.equal(refused.at('details.causes[0].reason'), 'FieldManagerConflict')
  assert.equal(refused.at('details.causes[0].field'), '.data.k')
  assert.match(
    String(refused.at('message')),
    /^Apply failed with 1 conflict: conflict with "someone" using v1 at .*: \.data\.k$/
  )
  const forced = await practice.call(
    'PATCH',
    `${maps}/a?fieldManager=me&force=true`,
    applied,
    apply
  )
  assert.equal(forced.status, 200)
  assert.equal(forced.at('data.k'), '2')
})

test('an apply creates with 201 and answers 200 afterwards, unchanged', async () => {
  const practice = new Practice()
  const url = '/apis/apps/v1/namespaces/default/deployments/web?fieldManager=me'
  const first = await practice.call('PATCH', url, deployment('default', 'web', 'nginx'), apply)
  assert.equal(first.status, 201)
  const second = await practice.call('PATCH', url, deployment('default', 'web', 'nginx'), apply)
  assert.equal(second.status, 200)
  assert.equal(second.at('metadata.resourceVersion'), first.at('metadata.resourceVersion'))
})

test('a strategic merge patch merges containers by name', async () => {
  const practice = new Practice()
  await practice.apply(deployment('default', 'web', 'nginx'))
  const answer = await practice.call(
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/web',
    { spec: { template: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } } },
    strategic
  )
  assert.equal(answer.at('spec.template.spec.containers[0].name'), 'side')
  assert.equal(answer.at('spec.template.spec.containers[1].name'), 'web')
})

test('a kind that nothing acts on is kept with a warning', async () => {
  const practice = new Practice()
  const url = '/apis/policy/v1/namespaces/default/poddisruptionbudgets'
  const answer = await practice.call('POST', url, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, minAvailable: 1 }
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  assert.match(String(answer.headers.warning), /keeps this PodDisruptionBudget as an object/)
})

test('scale is read and written through its subresource', async () => {
  const practice = new Practice()
  await practice.apply(deployment('default', 'web', 'nginx'))
  const url = '/apis/apps/v1/namespaces/default/deployments/web/scale'
  const scale = await practice.call('GET', url)
  assert.deepEqual(scale.at('spec'), { replicas: 1 })
  assert.equal(scale.at('status.selector'), 'app=web')
  const patched = await practice.call(
    'PATCH',
    url,
    { spec: { replicas: 3 } },
    {
      type: 'application/merge-patch+json'
    }
  )
  assert.equal(patched.at('spec.replicas'), 3)
  await practice.settle()
  assert.equal((await practice.call('GET', url)).at('status.replicas'), 3)
})

test('the status subresource changes the status alone', async () => {
  const practice = new Practice()
  await practice.apply({
    ...ingress,
    spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } }
  })
  const before = await practice.call('GET', `${ingresses}/web`)
  const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }
  const answer = await practice.call('PUT', `${ingresses}/web/status`, {
    ...(before.body as object),
    spec: {},
    status
  })
  assert.deepEqual(answer.at('status'), status)
  assert.deepEqual(answer.at('spec'), before.at('spec'))
})

test('null is an absent field, but an empty value in a map and an empty item in a list', async () => {
  const practice = new Practice()
  const body = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'nulls', annotations: null, labels: { tier: null }, finalizers: null },
    data: { key: null }
  }
  const created = await practice.call('POST', maps, body)
  assert.equal(created.status, 201)
  assert.equal(created.at('data.key'), '')
  assert.equal(created.at('metadata.labels.tier'), '')
  assert.equal(created.at('metadata.annotations'), undefined)
})
