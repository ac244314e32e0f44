import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, pod, Practice, service } from './practice.ts'

const apply = { type: 'application/apply-patch+yaml' }
const strategic = { type: 'application/strategic-merge-patch+json' }
const maps = '/api/v1/namespaces/default/configmaps'

interface Refusal {
  readonly name: string
  readonly method: string
  readonly url: string
  readonly body?: unknown
  readonly type?: string
  readonly accept?: string
  readonly status: number
  readonly reason?: string
  readonly message?: RegExp
}

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

/** The answers of a real API server to requests that it doesn't carry out. */
const refusals: readonly Refusal[] = [
  {
    name: 'an object that is not there',
    method: 'GET',
    url: `${maps}/none`,
    status: 404,
    reason: 'NotFound',
    message: /^configmaps "none" not found$/
  },
  {
    name: 'a kind of a group that is not there',
    method: 'GET',
    url: '/apis/apps/v1/namespaces/default/deployments/none',
    status: 404,
    message: /^deployments.apps "none" not found$/
  },
  {
    name: 'an unknown kind',
    method: 'GET',
    url: '/api/v1/things',
    status: 404,
    message: /^the server could not find the requested resource$/
  },
  {
    name: 'a namespace that is not there',
    method: 'POST',
    url: '/api/v1/namespaces/none/configmaps',
    body: { metadata: { name: 'a' } },
    status: 404,
    message: /^namespaces "none" not found$/
  },
  {
    name: 'a second object of the same name',
    method: 'POST',
    url: maps,
    body: { metadata: { name: 'kube-root-ca.crt' } },
    status: 409,
    reason: 'AlreadyExists',
    message: /^configmaps "kube-root-ca.crt" already exists$/
  },
  {
    name: 'a resourceVersion in a new object',
    method: 'POST',
    url: maps,
    body: { metadata: { name: 'a', resourceVersion: '1' } },
    status: 400,
    message: /^resourceVersion should not be set on objects to be created$/
  },
  {
    name: 'another namespace in the object than in the path',
    method: 'POST',
    url: maps,
    body: { metadata: { name: 'a', namespace: 'b' } },
    status: 400,
    message: /namespace of the provided object does not match/
  },
  {
    name: 'another version in the object than in the path',
    method: 'POST',
    url: ingresses,
    body: { apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress', metadata: { name: 'a' } },
    status: 400,
    message: /no kind "Ingress" is registered for version "networking.k8s.io\/v1beta1"/
  },
  {
    name: 'an unknown field with Strict',
    method: 'POST',
    url: `${ingresses}?fieldValidation=Strict`,
    body: ingress,
    status: 400,
    reason: 'BadRequest',
    message:
      /^Ingress in version "v1" cannot be handled as a Ingress: strict decoding error: unknown field "spec\.rules\[0\]\.http\.paths\[0\]\.weight"$/
  },
  {
    name: 'an unknown field in an apply',
    method: 'PATCH',
    url: `${ingresses}/web?fieldManager=me`,
    body: ingress,
    ...apply,
    status: 500,
    message:
      /^failed to create typed patch object \(\/web; networking.k8s.io\/v1, Kind=Ingress\): \.spec\.rules\[0\]\.http\.paths\[0\]\.weight: field not declared in schema$/
  },
  {
    name: 'a value of the wrong type',
    method: 'POST',
    url: '/apis/apps/v1/namespaces/default/deployments',
    body: deployment('default', 'a', 'nginx', { spec: { replicas: 'two' } }),
    status: 400,
    message:
      /cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32/
  },
  {
    name: 'a required field that is missing',
    method: 'POST',
    url: '/api/v1/namespaces/default/services',
    body: { metadata: { name: 'a' }, spec: { ports: [{ targetPort: 80 }] } },
    status: 422,
    reason: 'Invalid',
    message: /^Service "a" is invalid: .*spec\.ports\[0\]\.port/
  },
  {
    name: 'an apply without a manager',
    method: 'PATCH',
    url: `${maps}/a`,
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    ...apply,
    status: 422,
    message: /fieldManager: Required value/
  },
  {
    name: 'a patch of a type that is none',
    method: 'PATCH',
    url: `${maps}/kube-root-ca.crt`,
    body: {},
    type: 'application/json',
    status: 415,
    reason: 'UnsupportedMediaType',
    message: /application\/strategic-merge-patch\+json/
  },
  {
    name: 'a strategic merge patch of a custom kind',
    method: 'PATCH',
    url: '/apis/gateway.networking.k8s.io/v1/gatewayclasses/none',
    body: {},
    ...strategic,
    status: 404
  },
  {
    name: 'a body that is no JSON',
    method: 'POST',
    url: maps,
    body: '{"a"',
    status: 400,
    reason: 'BadRequest'
  },
  {
    name: 'an answer in a type that it does not have',
    method: 'GET',
    url: maps,
    accept: 'text/html',
    status: 406,
    reason: 'NotAcceptable'
  },
  {
    name: 'a method that a list does not have',
    method: 'PUT',
    url: maps,
    body: {},
    status: 405,
    reason: 'MethodNotAllowed'
  },
  {
    name: 'a node port outside of the range',
    method: 'POST',
    url: '/api/v1/namespaces/default/services',
    body: service('default', 'a', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
    status: 422,
    message:
      /spec\.ports\[0\]\.nodePort: Invalid value: 80: provided port is not in the valid range/
  },
  {
    name: 'a cluster IP that someone has',
    method: 'POST',
    url: '/api/v1/namespaces/default/services',
    body: service('default', 'a', { clusterIP: '10.96.0.10' }),
    status: 422,
    message: /provided IP is already allocated/
  },
  {
    name: 'the deletion of the default namespace',
    method: 'DELETE',
    url: '/api/v1/namespaces/default',
    status: 403,
    reason: 'Forbidden',
    message: /this namespace may not be deleted/
  },
  {
    name: 'a CustomResourceDefinition, in words',
    method: 'POST',
    url: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    body: { metadata: { name: 'a' } },
    status: 501,
    reason: 'NotImplemented',
    message: /practice cluster serves a fixed set of kinds/
  },
  {
    name: 'a field that cannot be selected by',
    method: 'GET',
    url: `${maps}?fieldSelector=data.a%3Db`,
    status: 400,
    message: /^"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"$/
  },
  {
    name: 'a Pod of a ServiceAccount that is not there',
    method: 'POST',
    url: '/api/v1/namespaces/default/pods',
    body: pod('default', 'a', 'nginx', { spec: { serviceAccountName: 'none' } }),
    status: 403,
    message: /error looking up service account default\/none/
  }
]

for (const { name, method, url, body, type, accept, status, reason, message } of refusals)
  test(`refuses ${name} as an API server does`, async () => {
    const practice = new Practice()
    const answer = await practice.call(method, url, body, {
      ...(type !== undefined && { type }),
      ...(accept !== undefined && { accept })
    })
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.equal(answer.at('kind'), 'Status')
    assert.equal(answer.at('code'), status)
    if (reason !== undefined) assert.equal(answer.at('reason'), reason)
    if (message) assert.match(String(answer.at('message')), message)
  })

interface Immutable {
  readonly name: string
  readonly object: object
  readonly url: string
  readonly patch: object
  readonly message: RegExp
}

const immutables: readonly Immutable[] = [
  {
    name: "a Deployment's selector",
    object: deployment('default', 'web', 'nginx'),
    url: '/apis/apps/v1/namespaces/default/deployments/web',
    patch: {
      spec: {
        selector: { matchLabels: { app: 'x' } },
        template: { metadata: { labels: { app: 'x' } } }
      }
    },
    message: /spec\.selector: Invalid value: .*: field is immutable/
  },
  {
    name: "a Service's cluster IP",
    object: service('default', 'web'),
    url: '/api/v1/namespaces/default/services/web',
    patch: { spec: { clusterIP: '10.96.9.9', clusterIPs: ['10.96.9.9'] } },
    message: /may not change once set/
  },
  {
    name: "a Pod's ports",
    object: pod('default', 'web', 'nginx'),
    url: '/api/v1/namespaces/default/pods/web',
    patch: { spec: { containers: [{ name: 'web', ports: [{ containerPort: 81 }] }] } },
    message: /spec: Forbidden: pod updates may not change fields other than/
  }
]

for (const { name, object, url, patch, message } of immutables)
  test(`${name} can't change`, async () => {
    const practice = new Practice()
    await practice.apply(object)
    const answer = await practice.call('PATCH', url, patch, strategic)
    assert.equal(answer.status, 422, JSON.stringify(answer.body))
    assert.match(String(answer.at('message')), message)
  })
