import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { formatFieldPath } from '../../src/base/field-path.ts'
import { schemaSetFrom, type SchemaBundle } from '../../src/api/schema-set.ts'
import { pruneToSchema, validateObject } from '../../src/api/validate.ts'
import { withDefaults } from '../../src/api/defaults.ts'
import type { KubeObject } from '../../src/model/object.ts'

const file = path.join(import.meta.dirname, '../../schemas/kubernetes.json')
const schemas = schemaSetFrom(JSON.parse(readFileSync(file, 'utf8')) as SchemaBundle)

const policy = (spec: object): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p' },
  spec: { podSelector: {}, ...spec }
})
const ingress = (backend: object): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'i' },
  spec: { rules: [{ host: 'a.example', http: { paths: [backend] } }] }
})
const service = (spec: object, name = 's'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec
})
const deployment = (labels: object, container: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'web', image: 'web:1', ...container }] }
    }
  }
})
const port = { port: { number: 80 }, name: 'web' }
const block = (cidr: string, except: string[] = []): object => ({
  egress: [{ to: [{ ipBlock: { cidr, except } }] }]
})

/** An object and the fields that the API server refuses, each with the kind of error. */
const cases: readonly (readonly [string, KubeObject, readonly string[]])[] = [
  ['a correct policy', policy({ ingress: [{ from: [{ podSelector: {} }] }] }), []],
  [
    'host bits in a CIDR',
    policy(block('10.0.0.1/8')),
    ['invalid spec.egress[0].to[0].ipBlock.cidr']
  ],
  ['a correct CIDR with an exception', policy(block('10.0.0.0/8', ['10.1.0.0/16'])), []],
  [
    'an exception outside',
    policy(block('10.0.0.0/8', ['192.168.0.0/16'])),
    ['invalid spec.egress[0].to[0].ipBlock.except[0]']
  ],
  [
    'a peer without anything',
    policy({ ingress: [{ from: [{}] }] }),
    ['required spec.ingress[0].from[0]']
  ],
  [
    'endPort below port',
    policy({ ingress: [{ ports: [{ port: 90, endPort: 80 }] }] }),
    ['invalid spec.ingress[0].ports[0].endPort']
  ],
  ['endPort above port', policy({ ingress: [{ ports: [{ port: 80, endPort: 90 }] }] }), []],
  ['an unknown field', policy({ podSelectors: {} }), ['unknown-field spec.podSelectors']],
  [
    'an unknown policy type',
    policy({ policyTypes: ['ingress'] }),
    ['not-supported spec.policyTypes[0]']
  ],
  ['a correct Ingress', ingress({ path: '/', pathType: 'Prefix', backend: { service: port } }), []],
  [
    'an Ingress path with a weight and without a pathType',
    ingress({ path: '/', weight: 50, backend: { service: port } }),
    [
      'required spec.rules[0].http.paths[0].pathType',
      'unknown-field spec.rules[0].http.paths[0].weight'
    ]
  ],
  [
    'a relative path',
    ingress({ path: 'api', pathType: 'Prefix', backend: { service: port } }),
    ['invalid spec.rules[0].http.paths[0].path']
  ],
  [
    'port name and number',
    ingress({
      path: '/',
      pathType: 'Prefix',
      backend: { service: { name: 'web', port: { name: 'http', number: 80 } } }
    }),
    ['invalid spec.rules[0].http.paths[0].backend.service.port']
  ],
  ['a correct Service', service({ ports: [{ port: 80, targetPort: 'http' }] }), []],
  ['a headless Service without ports', service({ clusterIP: 'None' }), []],
  ['a Service without ports', service({ selector: { a: 'b' } }), ['required spec.ports']],
  ['a port out of range', service({ ports: [{ port: 70000 }] }), ['invalid spec.ports[0].port']],
  [
    'two unnamed ports',
    service({ ports: [{ port: 1 }, { port: 2 }] }),
    ['required spec.ports[0].name', 'required spec.ports[1].name']
  ],
  [
    'a number where a map belongs',
    service({ selector: 5, ports: [{ port: 80 }] }),
    ['type-invalid spec.selector']
  ],
  ['a name in upper case', service({ ports: [{ port: 80 }] }, 'Web'), ['invalid metadata.name']],
  ['a correct Deployment', deployment({ app: 'web' }), []],
  [
    'labels that the selector misses',
    deployment({ app: 'wbe' }),
    ['invalid spec.template.metadata.labels']
  ],
  [
    'a volume that is not there',
    deployment({ app: 'web' }, { volumeMounts: [{ name: 'x', mountPath: '/x' }] }),
    ['not-found spec.template.spec.containers[0].volumeMounts[0].name']
  ],
  ['an unknown kind', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: {}, what: 1 }, []]
]

for (const [name, object, expected] of cases)
  test(`${name}: ${expected.length === 0 ? 'nothing is said' : expected.join(', ')}`, () => {
    const found = validateObject(object, schemas)
      .filter(({ repeats }) => !repeats)
      .map(({ type, path }) => `${type} ${formatFieldPath(path)}`)
      .sort()
    assert.deepEqual(found, [...expected].sort())
  })

test('a misspelt field comes with the one that was meant', () => {
  const [error] = validateObject(policy({ podSelectors: {} }), schemas)
  assert.equal(error?.suggestion, 'podSelector')
})

test('pruning takes away what has the wrong type and nothing else', () => {
  const object = service({ selector: 5, ports: [{ port: 80 }] })
  const pruned = pruneToSchema(object, validateObject(object, schemas)) as KubeObject
  assert.deepEqual(pruned.spec, { ports: [{ port: 80 }] })
})

test('defaults are those that the API server fills in', () => {
  const { spec } = withDefaults(service({ ports: [{ port: 80 }] }), schemas)
  assert.deepEqual(spec, {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }]
  })
})
