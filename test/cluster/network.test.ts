import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { Abilities } from './abilities.ts'
import { Barrier } from './labs/barrier.ts'
import { proveEnforcement } from './parts/canary.ts'
import { untilInStep } from './parts/in-step.ts'
import { applyAll, readObjects, untilAvailable } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { pick } from './scene/pick.ts'
import { isForeign, testKubeconfig } from './test-kubeconfig.ts'

const { cluster, transport } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`

// One of our own has to be able to do everything, or the tests fail.
const abilities = new Abilities(cluster)
const unenforced = isForeign && (await abilities.lacks('network-policy'))
const barrier = new Barrier(cluster, unenforced === false)
const singleStack = isForeign && (await abilities.lacks('dual-stack'))

describe('the network of the cluster', () => {
  before(async () => {
    const text = readFileSync(path.join(import.meta.dirname, 'manifests/network-test.yaml'), 'utf8')
    await applyAll(cluster, readObjects(text.replaceAll('@NAMESPACE@', namespace)))
    await untilAvailable(cluster, namespace, 'web', 300_000)
    await untilAvailable(cluster, namespace, 'client', 300_000)
    // Every node has to know the Service and its endpoints, and the DNS its name.
    await untilInStep(cluster, namespace)
    await barrier.open()
    await barrier.pass()
  })
  after(() => barrier.close())
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('NetworkPolicies are enforced in both directions', { skip: unenforced }, async () => {
    await proveEnforcement(cluster)
  })

  for (const family of ['-4', '-6'])
    test(
      `a Service is reached by its name with curl ${family}, and all of its Pods answer`,
      { skip: family === '-6' && singleStack },
      async () => {
        const pods = new Set((await podsOf('web')).map(one => one.metadata.name))
        const seen = new Set<string>()
        for (let i = 0; i < 60 && seen.size < pods.size; i++)
          seen.add(
            await inClient(['curl', '-s', family, '--max-time', '10', 'http://web/hostname'])
          )
        assert.deepEqual(seen, pods)
      }
    )

  test(
    'DNS knows the Service in both families and the reverse',
    { skip: singleStack },
    async () => {
      const ips = pick(await service(), 'spec.clusterIPs') as readonly string[]
      const name = `web.${namespace}.svc.cluster.local`
      const found = await Promise.all(
        ['A', 'AAAA'].map(type => inClient(['dig', '+short', type, name]))
      )
      assert.deepEqual(found.sort(), [...ips].sort())
      assert.equal(await inClient(['dig', '+short', '-x', ips[0] ?? '']), `${name}.`)
    }
  )

  test('Pods reach each other by address on every pair of nodes', async () => {
    for (const pod of await podsOf('web'))
      for (const ip of pick(pod, 'status.podIPs.*.ip') as readonly string[]) {
        const host = ip.includes(':') ? `[${ip}]` : ip
        const answer = await inClient([
          'curl',
          '-s',
          '--max-time',
          '3',
          `http://${host}:8080/hostname`
        ])
        assert.equal(answer, pod.metadata.name)
      }
  })

  test('the API server is reached from a Pod with its account', async () => {
    const token = '/var/run/secrets/kubernetes.io/serviceaccount'
    const script = `curl -s --cacert ${token}/ca.crt -H "Authorization: Bearer $(cat ${token}/token)" https://kubernetes.default/version`
    assert.match(await inClient(['sh', '-c', script]), /"gitVersion": "v1\./)
  })

  test('logs are served', async () => {
    const [pod] = await podsOf('web')
    const answer = await transport.request({
      method: 'GET',
      path: `/api/v1/namespaces/${namespace}/pods/${pod?.metadata.name ?? ''}/log`
    })
    assert.equal(answer.status, 200)
    assert.match(answer.body, /Started HTTP server/)
  })
})

async function inClient(command: readonly string[]): Promise<string> {
  const [pod] = await podsOf('client')
  const name = pod?.metadata.name ?? ''
  const result = await cluster.exec({ namespace, name }, undefined, command)
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  const { exitCode, stdout, stderr } = result.value
  assert.equal(exitCode, 0, `${command.join(' ')}: ${stdout}${stderr}`)
  return stdout.trim()
}

async function podsOf(app: string): Promise<readonly KubeObject[]> {
  const type = { apiVersion: 'v1', kind: 'Pod' }
  const pods = await cluster.list(type, { namespace, labelSelector: `app=${app}` })
  assert.ok(pods.ok)
  return pods.value.items
}

async function service(): Promise<KubeObject> {
  const read = await cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name: 'web' })
  assert.ok(read.ok)
  return read.value
}
