/** Ingress and the Gateway API: what a controller says of routes, and where requests go. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { absence } from './additions/absence.ts'
import { binomialRegion } from './binomial.ts'
import { until } from './machine/until.ts'
import { untilInStep } from './parts/in-step.ts'
import { applyAll, readObjects } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { pick } from './scene/pick.ts'
import { testKubeconfig } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`
const hasNone = await absence(cluster, 'traefik')

describe('Traefik', { skip: hasNone, timeout: 1_200_000 }, () => {
  before(async () => {
    const text = readFileSync(path.join(import.meta.dirname, 'manifests/traefik-test.yaml'), 'utf8')
    await applyAll(cluster, readObjects(text.replaceAll('@NAMESPACE@', namespace)))
    for (const name of ['client', 'blue', 'green'])
      await until(`Pod ${name} runs`, 300_000, async () => {
        const read = await cluster.get({ apiVersion: 'v1', kind: 'Pod', namespace, name })
        return read.ok && pick(read.value, 'status.phase') === 'Running'
      })
    await untilInStep(cluster, namespace)
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('an Ingress is served by its host name, and no other name is', async () => {
    const host = `ingress.${namespace}.example`
    await until('the Ingress answers', 180_000, async () => (await ask(host)) === 'blue')
    assert.match(await ask(`other.${namespace}.example`), /404/)
  })

  test('the route is accepted by its Gateway, and the reason is told where a backend is not there', async () => {
    await applyAll(cluster, [route('good', { blue: 1 }), route('lost', { nobody: 1 })])
    await untilCondition('good', 'Accepted', 'True', 'Accepted')
    await untilCondition('good', 'ResolvedRefs', 'True', 'ResolvedRefs')
    await untilCondition('lost', 'ResolvedRefs', 'False', 'BackendNotFound')
    await until(
      'the good route answers',
      180_000,
      async () => (await ask(hostOf('good'))) === 'blue'
    )
    assert.doesNotMatch(await ask(hostOf('lost')), /^(blue|green)$/)
  })

  for (const { name, weights, chance } of [
    { name: 'half', weights: { blue: 50, green: 50 }, chance: 0.5 },
    { name: 'tenth', weights: { blue: 90, green: 10 }, chance: 0.1 }
  ])
    test(`weights of ${Object.values(weights).join(' and ')} share requests out`, async () => {
      await applyAll(cluster, [route(name, weights)])
      await until('the route answers', 180_000, async () =>
        /^(blue|green)$/.test(await ask(hostOf(name)))
      )
      const answers = await askOften(hostOf(name), 200)
      const green = answers.filter(one => one === 'green').length
      assert.equal(answers.filter(one => one === 'blue').length, 200 - green)
      const [least, most] = binomialRegion(200, chance, 1e-6)
      assert.ok(green >= least && green <= most, `${green} of 200, not ${least} to ${most}`)
    })

  test('a backend of weight 0 gets nothing', async () => {
    await applyAll(cluster, [route('none', { blue: 1, green: 0 })])
    await until('the route answers', 180_000, async () => (await ask(hostOf('none'))) === 'blue')
    assert.deepEqual(new Set(await askOften(hostOf('none'), 50)), new Set(['blue']))
  })
})

function hostOf(name: string): string {
  return `${name}.${namespace}.example`
}

function route(name: string, weights: Readonly<Record<string, number>>): KubeObject {
  const backendRefs = Object.entries(weights).map(([service, weight]) => ({
    name: service,
    port: 80,
    weight
  }))
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: {
      parentRefs: [{ name: 'gateway' }],
      hostnames: [hostOf(name)],
      rules: [{ backendRefs }]
    }
  }
}

async function untilCondition(
  name: string,
  type: string,
  status: string,
  reason: string
): Promise<void> {
  let seen: unknown
  await until(
    `HTTPRoute ${name} has ${type} ${status}, ${reason}`,
    180_000,
    async () => {
      const kind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' }
      const read = await cluster.get({ ...kind, namespace, name })
      assert.ok(read.ok)
      seen = pick(read.value, 'status.parents.0.conditions')
      const conditions = (seen ?? []) as readonly Readonly<Record<string, string>>[]
      return conditions.some(
        one => one.type === type && one.status === status && one.reason === reason
      )
    },
    () => JSON.stringify(seen)
  )
}

async function ask(host: string): Promise<string> {
  return (await askOften(host, 1))[0] ?? ''
}

/** What each of many requests to Traefik is answered, one after the other. */
async function askOften(host: string, times: number): Promise<readonly string[]> {
  const curl = `curl -s --max-time 5 -H 'Host: ${host}' http://traefik.traefik/hostname`
  const script = `i=0; while [ $i -lt ${times} ]; do ${curl} || echo failed; echo; i=$((i+1)); done`
  const pod = { namespace, name: 'client' }
  const result = await cluster.exec(pod, undefined, ['sh', '-c', script])
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  return result.value.stdout.split('\n').filter(line => line !== '')
}
