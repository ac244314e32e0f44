/** ExternalDNS: what it writes into a zone, as the zone's own server tells it. */
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
const hasNone = await absence(cluster, 'external-dns')
const hostname = 'external-dns.alpha.kubernetes.io/hostname'

describe('ExternalDNS', { skip: hasNone, timeout: 1_200_000 }, () => {
  before(async () => {
    const file = path.join(import.meta.dirname, 'manifests/external-dns-test.yaml')
    await applyAll(
      cluster,
      readObjects(readFileSync(file, 'utf8').replaceAll('@NAMESPACE@', namespace))
    )
    for (const name of ['client', 'web'])
      await until(`Pod ${name} runs`, 300_000, async () => {
        const read = await cluster.get({ apiVersion: 'v1', kind: 'Pod', namespace, name })
        return read.ok && pick(read.value, 'status.phase') === 'Running'
      })
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('a name that nothing asks for is not in the zone', async () => {
    assert.deepEqual(await ask(nameOf('nobody'), 'A'), [])
    assert.match(await answerOf(nameOf('nobody'), 'A'), /status: NXDOMAIN/)
  })

  test('a Service inside has its address of the first family alone', async () => {
    await applyAll(cluster, [service('web', {})])
    const read = await cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name: 'web' })
    assert.ok(read.ok)
    const addresses = pick(read.value, 'spec.clusterIPs') as readonly string[]
    assert.equal(addresses.length, 2)
    await untilAnswered(nameOf('web'), 'A', [addresses[0] ?? ''])
    assert.deepEqual(await ask(nameOf('web'), 'AAAA'), [])
  })

  test('a Service of type LoadBalancer has the addresses of both families that it was given', async () => {
    // A class that nobody serves, so that the addresses are those of the test.
    const unserved = { type: 'LoadBalancer', loadBalancerClass: 'netlabs.example/none' }
    await applyAll(cluster, [service('given', unserved)])
    const answer = await transport.request({
      method: 'PATCH',
      path: `/api/v1/namespaces/${namespace}/services/given/status`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.7' }, { ip: '2001:db8::7' }] } }
      })
    })
    assert.equal(answer.status, 200, answer.body)
    await untilAnswered(nameOf('given'), 'A', ['192.0.2.7'])
    await untilAnswered(nameOf('given'), 'AAAA', ['2001:db8::7'])
  })

  test('a headless Service has the addresses of its Pods', async () => {
    const pod = await cluster.get({ apiVersion: 'v1', kind: 'Pod', namespace, name: 'web' })
    assert.ok(pod.ok)
    const addresses = (pick(pod.value, 'status.podIPs.*.ip') ?? []) as readonly string[]
    await applyAll(cluster, [service('pods', { clusterIP: 'None' })])
    await untilAnswered(nameOf('pods'), 'A', [addresses.find(one => !one.includes(':')) ?? ''])
  })

  test('a DNSEndpoint is written as it stands, with its TTL', async () => {
    await applyAll(cluster, [
      {
        apiVersion: 'externaldns.k8s.io/v1alpha1',
        kind: 'DNSEndpoint',
        metadata: { name: 'text', namespace },
        spec: {
          endpoints: [
            {
              dnsName: nameOf('alias'),
              recordType: 'CNAME',
              recordTTL: 77,
              targets: ['example.com']
            }
          ]
        }
      }
    ])
    await untilAnswered(nameOf('alias'), 'CNAME', ['example.com.'])
    assert.match(await answerOf(nameOf('alias'), 'CNAME'), /\s77\s+IN\s+CNAME\s+example\.com\./)
  })

  test('each record has a text beside it that says whose it is', async () => {
    await applyAll(cluster, [service('owned', {})])
    let seen = ''
    await until(
      'the registry has a record for the name',
      180_000,
      async () => {
        seen = (await ask(`a-${nameOf('owned')}`, 'TXT')).join()
        return seen.includes('external-dns/owner=netlabs')
      },
      () => seen
    )
    assert.match(seen, new RegExp(`external-dns/resource=service/${namespace}/owned`))
  })

  test('a change of the name moves the record, and a Service that goes takes it along', async () => {
    await applyAll(cluster, [service('moving', {}, 'before')])
    await untilThere('before')
    await applyAll(cluster, [service('moving', {}, 'later')])
    await untilThere('later')
    await untilAnswered(nameOf('before'), 'A', [])
    await cluster.delete({ apiVersion: 'v1', kind: 'Service', namespace, name: 'moving' })
    await untilAnswered(nameOf('later'), 'A', [])
  })

  test('a record that ExternalDNS has not made stays', async () => {
    assert.deepEqual(await ask('ns.netlabs.example', 'A'), ['192.0.2.53'])
  })

  test('a name outside of its zone is left alone', async () => {
    await applyAll(cluster, [
      service('outside', {}, undefined, 'web.other.example'),
      service('inside', {})
    ])
    await untilThere('inside')
    assert.match(await answerOf('web.other.example', 'A'), /status: REFUSED/)
  })
})

function nameOf(name: string): string {
  return `${name}.${namespace}.netlabs.example`
}

function service(name: string, spec: object, host = name, fullName = nameOf(host)): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations: { [hostname]: fullName } },
    spec: {
      ipFamilyPolicy: 'PreferDualStack',
      selector: { app: 'web' },
      ports: [{ port: 80, targetPort: 8080 }],
      ...spec
    }
  }
}

async function untilThere(name: string): Promise<void> {
  await until(
    `${name} has an address`,
    180_000,
    async () => (await ask(nameOf(name), 'A')).length === 1
  )
}

async function untilAnswered(name: string, type: string, wanted: readonly string[]): Promise<void> {
  let seen: readonly string[] = []
  await until(
    `${name} ${type} is ${wanted.join() || 'gone'}`,
    180_000,
    async () => {
      seen = await ask(name, type)
      return seen.join() === wanted.join()
    },
    () => `It is ${seen.join() || 'nothing'}.`
  )
}

/** The values of the records, as the zone's server answers them. */
async function ask(name: string, type: string): Promise<readonly string[]> {
  const answer = await dig([name, type, '+short'])
  return answer
    .split('\n')
    .filter(line => line !== '')
    .sort()
}

async function answerOf(name: string, type: string): Promise<string> {
  return await dig([name, type])
}

async function dig(words: readonly string[]): Promise<string> {
  const command = ['dig', '@dns.external-dns.svc.cluster.local', '+tries=2', '+time=3', ...words]
  const result = await cluster.exec({ namespace, name: 'client' }, undefined, command)
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  return result.value.stdout
}
