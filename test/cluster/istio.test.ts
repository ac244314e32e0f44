/** Istio: sidecars, weights in the mesh and at a gateway, encrypted connections and who may call whom. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { absence } from './additions/absence.ts'
import { binomialRegion } from './binomial.ts'
import { until } from './machine/until.ts'
import { applyAll, readObjects, untilAvailable } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { pick } from './scene/pick.ts'
import { testKubeconfig } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`
const hasNone = await absence(cluster, 'istio')
const pods = ['client', 'stranger', 'outsider', 'blue', 'green'] as const
type Client = (typeof pods)[number]

describe('Istio', { skip: hasNone, timeout: 1_200_000 }, () => {
  before(async () => {
    const text = readFileSync(path.join(import.meta.dirname, 'manifests/istio-test.yaml'), 'utf8')
    await applyAll(cluster, readObjects(text.replaceAll('@NAMESPACE@', namespace)))
    for (const name of pods)
      await until(`Pod ${name} is ready`, 300_000, async () => {
        const conditions = (await read('v1', 'Pod', name, 'status.conditions')) ?? []
        return (conditions as { type: string; status: string }[]).some(
          one => one.type === 'Ready' && one.status === 'True'
        )
      })
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('Pods get a sidecar, except where they refuse it', async () => {
    const proxies = async (name: Client): Promise<unknown> =>
      (await read('v1', 'Pod', name, 'spec.initContainers.*.name')) ?? []
    assert.deepEqual(await proxies('client'), ['istio-init', 'istio-proxy'])
    assert.deepEqual(await proxies('outsider'), [])
  })

  test('a VirtualService shares requests out by its weights', async () => {
    await applyAll(cluster, [virtualService({ blue: 90, green: 10 })])
    await judgeShare('http://web/hostname', 0.1)
  })

  test('a weight of 0 gets nothing', async () => {
    await applyAll(cluster, [virtualService({ blue: 100, green: 0 })])
    await untilSteady('http://web/hostname', ['blue'])
  })

  test('an HTTPRoute of a Service shares requests out in the mesh, and outsiders are not bound by it', async () => {
    const parent = { group: '', kind: 'Service', name: 'routed', port: 80 }
    await applyAll(cluster, [route('mesh', parent, { blue: 0, green: 1 })])
    await untilSteady('http://routed/hostname', ['green'])
    const outside = await ask('outsider', 'http://routed/hostname', 60)
    assert.deepEqual([...new Set(outside)].sort(), ['blue', 'green'])
    await applyAll(cluster, [route('mesh', parent, { blue: 50, green: 50 })])
    await judgeShare('http://routed/hostname', 0.5)
  })

  test('an HTTPRoute of a Gateway shares requests out to those who come from outside', async () => {
    await untilAvailable(cluster, namespace, 'entry-istio', 300_000)
    await applyAll(cluster, [route('entry', { name: 'entry' }, { blue: 75, green: 25 })])
    await judgeShare('http://entry-istio/hostname', 0.25, 'outsider')
    const conditions = await read(
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      'entry',
      'status.parents.0.conditions'
    )
    for (const type of ['Accepted', 'ResolvedRefs'])
      assert.ok(
        (conditions as { type: string; status: string }[]).some(
          one => one.type === type && one.status === 'True'
        ),
        JSON.stringify(conditions)
      )
  })

  test('connections between sidecars are encrypted, with the name of the account on them', async () => {
    const header = 'http://blue/header?key=X-Forwarded-Client-Cert'
    const [seen = ''] = await ask('client', header, 1)
    assert.match(seen, new RegExp(`URI=spiffe://cluster\\.local/ns/${namespace}/sa/client`))
    const [plain = ''] = await ask('outsider', header, 1)
    assert.doesNotMatch(plain, /spiffe/)
  })

  test('with STRICT, who has no sidecar is refused, and who has one is not', async () => {
    assert.deepEqual(await ask('outsider', 'http://blue/hostname', 1), ['blue'])
    const strict = security('PeerAuthentication', 'strict', { mtls: { mode: 'STRICT' } })
    await applyAll(cluster, [strict])
    await until('the outsider is refused', 180_000, async () =>
      (await ask('outsider', 'http://blue/hostname', 3)).every(one => one === 'failed')
    )
    assert.deepEqual(await ask('client', 'http://blue/hostname', 3), ['blue', 'blue', 'blue'])
    await remove(strict)
    await until('the outsider is served again', 180_000, async () =>
      (await ask('outsider', 'http://blue/hostname', 3)).every(one => one === 'blue')
    )
  })

  test('an AuthorizationPolicy lets in who it names, with the method that it names', async () => {
    const principal = `cluster.local/ns/${namespace}/sa/client`
    await applyAll(cluster, [
      security('AuthorizationPolicy', 'blue', {
        selector: { matchLabels: { version: 'blue' } },
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: [principal] } }],
            to: [{ operation: { methods: ['GET'], paths: ['/hostname'] } }]
          }
        ]
      })
    ])
    await until('a stranger is refused', 180_000, async () =>
      (await ask('stranger', 'http://blue/hostname', 3)).every(one => one.includes('denied'))
    )
    assert.deepEqual(await ask('client', 'http://blue/hostname', 1), ['blue'])
    // A connection that was open before keeps what held then for as long as it lives.
    await until('another path is refused', 180_000, async () =>
      (await ask('client', 'http://blue/', 3)).every(one => one.includes('RBAC: access denied'))
    )
    assert.deepEqual(await ask('stranger', 'http://green/hostname', 1), ['green'])
  })
})

async function read(apiVersion: string, kind: string, name: string, at: string): Promise<unknown> {
  const found = await cluster.get({ apiVersion, kind, namespace, name })
  return found.ok ? pick(found.value, at) : undefined
}

function virtualService(weights: Readonly<Record<string, number>>): KubeObject {
  const destinations = Object.entries(weights).map(([subset, weight]) => ({
    destination: { host: 'web', subset },
    weight
  }))
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web', namespace },
    spec: { hosts: ['web'], http: [{ route: destinations }] }
  }
}

function route(
  name: string,
  parent: Readonly<Record<string, unknown>>,
  weights: Readonly<Record<string, number>>
): KubeObject {
  const backendRefs = Object.entries(weights).map(([service, weight]) => ({
    name: service,
    port: 80,
    weight
  }))
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: { parentRefs: [parent], rules: [{ backendRefs }] }
  }
}

function security(kind: string, name: string, spec: object): KubeObject {
  return { apiVersion: 'security.istio.io/v1', kind, metadata: { name, namespace }, spec }
}

async function remove({ apiVersion, kind, metadata }: KubeObject): Promise<void> {
  const name = metadata.name ?? ''
  const removed = await cluster.delete({ apiVersion, kind, namespace, name })
  assert.ok(removed.ok)
}

/** Waits until a change has reached the proxy: many requests in a row go to these Pods alone. */
async function untilSteady(url: string, wanted: readonly string[]): Promise<void> {
  let seen: readonly string[] = []
  await until(
    `${url} is answered by ${wanted.join()} alone`,
    240_000,
    async () => {
      seen = await ask('client', url, 40)
      return [...new Set(seen)].join() === wanted.join()
    },
    () => `It is answered by ${[...new Set(seen)].join()}.`
  )
}

/**
 * Of two hundred requests the green Pod's share has to be one that these weights leave. Proxies learn of a
 * change some moments later, so it is judged once when a share before it was right.
 */
async function judgeShare(url: string, chance: number, from: Client = 'client'): Promise<void> {
  const [least, most] = binomialRegion(200, chance, 1e-6)
  let green = 0
  const share = async (): Promise<boolean> => {
    const answers = await ask(from, url, 200)
    green = answers.filter(one => one === 'green').length
    const blue = answers.filter(one => one === 'blue').length
    return green + blue === 200 && green >= least && green <= most
  }
  const told = (): string => `${green} of 200 went to green, not ${least} to ${most}.`
  await until(`${url} is shared out as wanted`, 240_000, share, told)
  assert.ok(await share(), told())
}

/** What each of many requests is answered, one after the other. */
async function ask(from: Client, url: string, times: number): Promise<readonly string[]> {
  const curl = `curl -s --max-time 5 '${url}' || echo failed`
  const script = `i=0; while [ $i -lt ${times} ]; do ${curl}; echo; i=$((i+1)); done`
  const result = await cluster.exec({ namespace, name: from }, 'main', ['sh', '-c', script])
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  return result.value.stdout.split('\n').filter(line => line !== '')
}
