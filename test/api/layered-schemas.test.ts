import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layeredSchemas } from '../../src/api/layered-schemas.ts'
import { schemaSetFrom, type BundledResource } from '../../src/api/schema-set.ts'
import type { Schema } from '../../src/api/schema.ts'
import { manifestSchemas } from '../support/service.ts'

const widget = { group: 'example.com', version: 'v1', kind: 'Widget' }
const service = { group: '', version: 'v1', kind: 'Service' }

const resource = (gvk: typeof widget, name: string): BundledResource => ({
  name,
  singularName: gvk.kind.toLowerCase(),
  namespaced: true,
  ...gvk,
  verbs: ['get'],
  shortNames: [],
  subresources: []
})

const definitions: Record<string, Schema> = {
  'com.example.v1.Widget': { type: 'object', properties: { size: { type: 'integer' } } },
  'io.k8s.api.core.v1.Service': { type: 'object', properties: { older: { type: 'string' } } }
}

const cluster = schemaSetFrom({
  label: 'Cluster lab',
  kinds: {
    'example.com/v1/Widget': 'com.example.v1.Widget',
    'v1/Service': 'io.k8s.api.core.v1.Service'
  },
  resources: [resource(widget, 'widgets'), resource(service, 'services')],
  definitions
})

const both = layeredSchemas(cluster, manifestSchemas())

test('a kind that the cluster serves is as the cluster has it', () => {
  assert.deepEqual(both.schemaOf(widget), definitions['com.example.v1.Widget'])
  assert.deepEqual(both.schemaOf(service), definitions['io.k8s.api.core.v1.Service'])
  assert.equal(both.isCustom(widget), true)
  assert.equal(both.isCustom(service), false)
  assert.equal(both.label, 'Cluster lab')
})

test('what the cluster lacks is known all the same, each kind once', () => {
  const pod = both.schemaOf({ group: '', version: 'v1', kind: 'Pod' })
  assert.ok(pod?.properties?.spec)
  const route = { group: 'networking.istio.io', version: 'v1', kind: 'VirtualService' }
  assert.ok(both.schemaOf(route))
  assert.equal(both.isCustom(route), true)
  const services = both.kinds().filter(({ gvk }) => gvk.kind === 'Service' && gvk.group === '')
  assert.equal(services.length, 1)
  assert.ok(both.kinds().some(({ gvk }) => gvk.kind === 'Widget'))
})
