import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { targetPortOf } from '../../src/model/int-or-string.ts'
import type { KubeObject } from '../../src/model/object.ts'
import {
  declaredPortsOf,
  podLabelsOf,
  podTemplateOf,
  resolvePort
} from '../../src/model/workloads.ts'

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } }

describe('every kind that makes Pods tells their template', () => {
  const rows: readonly (readonly [string, string, unknown])[] = [
    ['apps/v1', 'Deployment', { template }],
    ['apps/v1', 'ReplicaSet', { template }],
    ['apps/v1', 'StatefulSet', { template }],
    ['apps/v1', 'DaemonSet', { template }],
    ['batch/v1', 'Job', { template }],
    ['batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }],
    ['v1', 'ReplicationController', { template }]
  ]
  for (const [apiVersion, kind, spec] of rows)
    test(kind, () =>
      assert.deepEqual(podTemplateOf({ apiVersion, kind, metadata: {}, spec }), template)
    )

  test('a Pod is its own template', () => {
    const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', ...template }
    assert.deepEqual(podTemplateOf(pod), pod)
    assert.deepEqual(podLabelsOf(pod), { app: 'web' })
  })

  test('other kinds have none, not even with a field called template', () => {
    const certificate = { apiVersion: 'cert-manager.io/v1', kind: 'Deployment', metadata: {} }
    assert.equal(podTemplateOf({ ...certificate, spec: { template } }), undefined)
    assert.equal(podLabelsOf({ apiVersion: 'v1', kind: 'Service', metadata: {} }), undefined)
  })
})

describe('ports by name', () => {
  const spec = {
    containers: [
      { name: 'web', ports: [{ name: 'http', containerPort: 8080 }] },
      { name: 'dns', ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' as const }] }
    ],
    initContainers: [
      { name: 'setup', ports: [{ name: 'setup', containerPort: 1 }] },
      { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'proxy', containerPort: 15001 }] }
    ]
  }
  const rows: readonly (readonly [number | string, 'TCP' | 'UDP', number | undefined])[] = [
    ['http', 'TCP', 8080],
    ['http', 'UDP', undefined],
    ['dns', 'UDP', 53],
    ['dns', 'TCP', undefined],
    ['proxy', 'TCP', 15001],
    ['setup', 'TCP', undefined],
    ['nothing', 'TCP', undefined],
    [81, 'TCP', 81]
  ]
  for (const [port, protocol, expected] of rows)
    test(`${port} over ${protocol} is ${expected ?? 'unknown'}`, () =>
      assert.equal(resolvePort(spec, port, protocol), expected))

  test('an init container that ends declares nothing, a sidecar does', () =>
    assert.deepEqual(
      declaredPortsOf(spec).map(port => port.name),
      ['http', 'dns', 'proxy']
    ))

  test('an absent target port is the port of the Service', () => {
    assert.equal(targetPortOf({ port: 80 }), 80)
    assert.equal(targetPortOf({ port: 80, targetPort: 0 }), 80)
    assert.equal(targetPortOf({ port: 80, targetPort: 'http' }), 'http')
  })
})
