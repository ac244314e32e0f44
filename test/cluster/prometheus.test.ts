/** Prometheus: what it finds to scrape, and what its figures say of real traffic. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { absence } from './additions/absence.ts'
import { until } from './machine/until.ts'
import { applyAll, readObjects } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { pick } from './scene/pick.ts'
import { testKubeconfig } from './test-kubeconfig.ts'

const { cluster, transport } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`
const hasNone = await absence(cluster, 'prometheus')

describe('Prometheus', { skip: hasNone, timeout: 1_200_000 }, () => {
  before(async () => {
    const file = path.join(import.meta.dirname, 'manifests/prometheus-test.yaml')
    const text = readFileSync(file, 'utf8').replaceAll('@NAMESPACE@', namespace)
    await applyAll(cluster, readObjects(text))
    for (const name of ['client', 'web'])
      await until(`Pod ${name} runs`, 300_000, async () => {
        const read = await cluster.get({ apiVersion: 'v1', kind: 'Pod', namespace, name })
        return read.ok && pick(read.value, 'status.phase') === 'Running'
      })
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  for (const job of ['apiserver', 'kubelet', 'containers', 'nodes', 'dns'])
    test(`${job}: every target is scraped`, async () => {
      await untilValue(`min(up{job="${job}"})`, value => value === 1)
    })

  test('a Pod that asks for it is scraped, and forgotten when it goes', async () => {
    const query = `up{namespace="${namespace}",pod="metrics"}`
    assert.deepEqual(await ask(query), [])
    await applyAll(cluster, [metricsPod()])
    await untilValue(query, value => value === 1)
    const named = `count(node_network_info{namespace="${namespace}",device="eth0"})`
    await untilValue(named, value => value === 1)
    await cluster.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name: 'metrics' })
    await untilValue(query, value => value === undefined)
  })

  test("CoreDNS's counter rises by the questions that are asked", async () => {
    const query = 'sum(coredns_dns_requests_total{type="TXT"})'
    const [before = 0] = await ask(query)
    const command =
      'for i in $(seq 20); do dig +short TXT kubernetes.default.svc.cluster.local; done'
    const asked = await cluster.exec({ namespace, name: 'client' }, undefined, [
      'sh',
      '-c',
      command
    ])
    assert.ok(asked.ok)
    await untilValue(query, value => value !== undefined && value >= before + 20)
  })

  test('a probe of a Service succeeds over each family, and fails without endpoints', async () => {
    await untilValue(probe('web'), value => value === 1)
    await untilValue(probe('web6'), value => value === 1)
    await untilValue(`probe_ip_protocol{namespace="${namespace}",service="web6"}`, is => is === 6)
    await untilValue(probe('empty'), value => value === 0)
  })

  test('a probe tells when a NetworkPolicy begins to refuse, and when it ends', async () => {
    await untilValue(probe('web'), value => value === 1)
    const policy: KubeObject = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'nobody', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress'] }
    }
    await applyAll(cluster, [policy])
    await untilValue(probe('web'), value => value === 0)
    await untilValue(probe('web6'), value => value === 0)
    await cluster.delete({ ...policy, namespace, name: 'nobody' })
    await untilValue(probe('web'), value => value === 1)
  })
})

function probe(service: string): string {
  return `probe_success{namespace="${namespace}",service="${service}"}`
}

function metricsPod(): KubeObject {
  const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9100' }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'metrics', namespace, annotations },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'exporter',
          image: 'docker.io/prom/node-exporter:v1.5.0',
          command: ['prometheus-node-exporter'],
          ports: [{ containerPort: 9100 }]
        }
      ]
    }
  }
}

/** The values of a query, asked by way of the API server. */
async function ask(query: string): Promise<readonly number[]> {
  const answer = await transport.request({
    method: 'GET',
    path: '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query',
    query: { query }
  })
  assert.equal(answer.status, 200, answer.body)
  const { data } = JSON.parse(answer.body) as {
    readonly data: { readonly result: { readonly value: [number, string] }[] }
  }
  return data.result.map(({ value }) => Number(value[1]))
}

async function untilValue(
  query: string,
  isWanted: (value: number | undefined) => boolean
): Promise<void> {
  let seen: readonly number[] = []
  await until(
    `${query} is as wanted`,
    180_000,
    async () => {
      seen = await ask(query)
      return seen.length < 2 && isWanted(seen[0])
    },
    () => `It is ${seen.join() || 'nothing'}.`
  )
}
