import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { connect } from '../../src/net/connect.ts'
import { resolveName } from '../../src/net/dns.ts'
import { networkOf } from '../../src/net/network.ts'
import { plannedObjects } from '../../src/net/planned-objects.ts'
import { podNamed, pod, policy, service } from './example-cluster.ts'

function workload(kind: string, title: string, app: string, spec: object = {}): KubeObject {
  const [namespace = '', name = ''] = title.split('/')
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { namespace, name },
    spec: {
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }] }
      },
      ...spec
    }
  }
}

const files: readonly KubeObject[] = [
  workload('Deployment', 'backend/nginx', 'nginx', { replicas: 3 }),
  workload('Deployment', 'frontend/client', 'client'),
  service('backend/nginx', {
    selector: { app: 'nginx' },
    ports: [{ port: 80, targetPort: 'http' }]
  }),
  workload('StatefulSet', 'backend/db', 'db', { replicas: 2, serviceName: 'db' }),
  service('backend/db', { clusterIP: 'None', selector: { app: 'db' }, ports: [{ port: 8080 }] })
]

describe('manifests that were never applied', () => {
  const network = networkOf(plannedObjects(files))

  test('answer like a cluster', () => {
    const connection = connect(network, {
      from: podNamed(network, 'frontend/client-0'),
      host: 'nginx.backend',
      port: 80
    })
    assert.equal(connection.outcome, 'connected', connection.reason)
    assert.equal(connection.peer?.pod?.metadata.name, 'nginx-0')
  })

  test('give stateful Pods their names', () => {
    const answer = resolveName(network, podNamed(network, 'backend/nginx-0'), 'db-1.db')
    assert.equal(answer.answers.length, 1, answer.reason)
  })

  test('are limited to a few Pods per workload', () =>
    assert.equal(network.podsIn('backend').length, 4))

  test('are denied by their policies', () => {
    const isolated = networkOf(
      plannedObjects([...files, policy('backend/deny', { podSelector: {} })])
    )
    const connection = connect(isolated, {
      from: podNamed(isolated, 'frontend/client-0'),
      host: 'nginx.backend',
      port: 80
    })
    assert.equal(connection.outcome, 'timeout')
  })

  test('keep what exists: addresses, Pods and workloads without replicas', () => {
    const mixed = networkOf(
      plannedObjects([
        ...files,
        pod('backend/real', '10.244.0.1', { labels: { app: 'nginx' } }),
        workload('Deployment', 'backend/off', 'off', { replicas: 0 })
      ])
    )
    const names = mixed.podsIn('backend').map(one => one.metadata.name)
    assert.deepEqual(names, ['real', 'db-0', 'db-1'])
    const ips = mixed.pods.map(one => one.status?.podIP)
    assert.equal(new Set(ips).size, ips.length)
  })

  test('have no DNS when the caller wants none', () => {
    const without = networkOf(plannedObjects(files, { dns: false }))
    assert.equal(without.podsIn('kube-system').length, 0)
  })
})
