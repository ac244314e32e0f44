/** Where a probe is sent from when the client's image lacks its program, played on the practice cluster. */
import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { failed } from '../../src/base/result.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { CheckResult } from '../../src/labs/step-result.ts'
import type { VerifyOptions } from '../../src/labs/verify-step.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { labOf, verdictOf } from './one-check.ts'
import { Playground } from './playground.ts'

const container = (name: string, image: string, more: object = {}): object => ({
  containers: [{ name, image, ...more }]
})

function workload(name: string, spec: object): KubeObject {
  const labels = { app: name, 'netlabs/lab': 'sample' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels }, spec }
    }
  }
}

function service(name: string, targetPort: number): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort }] }
  }
}

/** Only the Pods of client may ask web. */
const onlyClient: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'only-client', namespace: 'shop' },
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }]
  }
}

/** A shop whose client is a server of its own, without a shell or a program. */
class Shop {
  readonly playground: Playground
  readonly asked: string[] = []

  constructor(t: TestContext) {
    this.playground = new Playground(t, labOf('kind: attest\nlook: It is there.'))
  }

  async open(...more: readonly KubeObject[]): Promise<this> {
    await this.playground.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'netlabs/lab': 'sample' } }
    })
    const server = { env: [{ name: 'WHOAMI_PORT_NUMBER', value: '8080' }] }
    for (const object of [
      workload('client', container('client', 'traefik/whoami:v1.11.0', server)),
      service('client', 8080),
      workload('web', container('web', 'traefik/whoami:v1.11.0', server)),
      service('web', 8080),
      ...more
    ])
      await this.playground.put(object)
    return this
  }

  /** Without a container that may be added, as where a Role lacks that right. */
  get withoutJoining(): LabCluster {
    return {
      ...this.cluster,
      addContainer: () =>
        Promise.resolve(
          failed({
            reason: 'forbidden',
            message: 'This context may not patch ephemeralcontainers.'
          })
        )
    }
  }

  /** The practice cluster, in which images of servers have no programs, as they have none in the real world. */
  get cluster(): LabCluster {
    const { cluster, practice } = this.playground
    return {
      ...cluster,
      create: async (object, options) => {
        const made = await cluster.create(object, options)
        await practice.settle()
        return made
      },
      addContainer: async (pod, added, options) => {
        const answer = await cluster.addContainer(pod, added, options)
        await practice.settle()
        return answer
      },
      exec: (pod, name, command, options) =>
        name === undefined
          ? Promise.resolve({
              ok: true,
              value: { exitCode: 127, stdout: '', stderr: `${command[0] ?? ''}: not found\n` }
            })
          : cluster.exec(pod, name, command, options)
    }
  }

  async verify(
    cluster: LabCluster,
    checks: string | readonly string[],
    options: Partial<VerifyOptions> = {}
  ): Promise<CheckResult> {
    return await verdictOf(cluster, checks, {
      clock: this.playground.clock,
      consent: sentence => {
        this.asked.push(sentence)
        return Promise.resolve(true)
      },
      ...options
    })
  }

  pods(): readonly KubeObject[] {
    return this.playground.practice
      .objects()
      .filter(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === 'shop')
  }
}

const from = 'from: {namespace: shop, workload: deploy/client}'
const request = `kind: http\n${from}\nto: http://web.shop\nexpect: {status: 200, bodyMatches: "Hostname: web-"}`
const port = `kind: tcp\n${from}\nto: tcp://web.shop:80\nexpect: open`
const name = `kind: dns\n${from}\nname: web.shop.svc.cluster.local\nexpect: {service: {namespace: shop, name: web}}`
const echo = `kind: ping\n${from}\nvia: {pod: {namespace: shop, workload: deploy/web}}\nexpect: answered`

describe('a client without programs', () => {
  for (const [kind, check] of Object.entries({ http: request, tcp: port, dns: name, ping: echo }))
    test(`${kind} is asked from a container that is added to its Pod`, async t => {
      // Of a ping a policy says nothing, so the practice cluster would not either.
      const policies = kind === 'ping' ? [] : [onlyClient]
      const shop = await new Shop(t).open(...policies)
      const { verdict, sentence, evidence } = await shop.verify(shop.cluster, check)
      assert.equal(verdict, 'pass', sentence)
      assert.match(
        evidence.at(-1)?.from ?? '',
        /^Pod shop\/client-.* \(added container netlabs-probe-0\)$/
      )
      assert.match(evidence.at(-1)?.what ?? '', / -c netlabs-probe-0 -- /)
      assert.equal(shop.asked.length, 1)
      assert.equal(shop.pods().length, 2, 'no further Pod is made')
    })

  test('is asked from a Pod of its likeness where no container may be added, which then goes', async t => {
    const shop = await new Shop(t).open(onlyClient)
    const seen: KubeObject[] = []
    const { cluster } = shop.playground
    const { verdict, sentence, evidence } = await shop.verify(
      {
        ...shop.withoutJoining,
        exec: async (pod, container, command, options) => {
          if (container === 'probe' && seen.length === 0)
            seen.push(...shop.playground.practice.objects())
          return container === undefined
            ? await shop.cluster.exec(pod, container, command, options)
            : await cluster.exec(pod, container, command, options)
        }
      },
      request
    )
    assert.equal(verdict, 'pass', sentence)
    assert.match(
      evidence.at(-1)?.from ?? '',
      /^Pod shop\/netlabs-probe-\w+ \(stands in for client-/
    )
    await shop.playground.practice.settle()
    assert.equal(shop.pods().length, 2, 'it is removed again')

    // While it was there, nothing took it for one of its own.
    const twin = seen.find(({ metadata }) => metadata.name?.startsWith('netlabs-probe-') === true)
    assert.ok(twin)
    const replicaSets = seen.filter(
      ({ kind, metadata }) => kind === 'ReplicaSet' && metadata.namespace === 'shop'
    )
    assert.ok(replicaSets.every(({ status }) => JSON.stringify(status).includes('"replicas":1')))
    const slices = seen.filter(
      ({ kind, metadata }) =>
        kind === 'EndpointSlice' && metadata.labels?.['kubernetes.io/service-name'] === 'client'
    )
    assert.ok(slices.length > 0)
    for (const slice of slices)
      for (const endpoint of (slice as unknown as { endpoints: Endpoint[] }).endpoints)
        if (endpoint.targetRef.name === twin.metadata.name)
          assert.equal(endpoint.conditions.ready, false)
  })

  test('keeps what policies say of it: a Pod of its likeness is cut off as well', async t => {
    const policy = JSON.parse(
      JSON.stringify(onlyClient).replaceAll('"client"', '"nobody"')
    ) as KubeObject
    const shop = await new Shop(t).open(policy)
    const { verdict, sentence } = await shop.verify(shop.withoutJoining, request)
    assert.equal(verdict, 'fail', sentence)
    assert.match(sentence, /timed out/)
  })

  test('is not replaced without a yes', async t => {
    const shop = await new Shop(t).open()
    for (const consent of [undefined, () => Promise.resolve(false)]) {
      const { verdict, sentence, next } = await shop.verify(
        shop.cluster,
        request,
        consent ? { consent } : { consent: undefined as never }
      )
      assert.equal(verdict, 'blocked', sentence)
      assert.ok(next)
    }
    assert.equal(shop.pods().length, 2)
  })

  test('its own addresses and routes are not asked of another Pod', async t => {
    const shop = await new Shop(t).open()
    const routes = `kind: routes\n${from}\nto: 10.244.0.1\nexpect: {interface: eth0}`
    const { verdict, sentence } = await shop.verify(shop.withoutJoining, [request, routes])
    assert.equal(verdict, 'blocked', sentence)
  })

  test('a command is run in its own container alone', async t => {
    const shop = await new Shop(t).open()
    const command = `kind: exec\n${from}\ncommand: [hostname]\nexpect: {stdout: client}`
    const { verdict, sentence } = await shop.verify(shop.cluster, [request, command])
    assert.equal(verdict, 'blocked', sentence)
    assert.match(sentence, /has no program hostname/)
  })
})

interface Endpoint {
  readonly targetRef: { readonly name: string }
  readonly conditions: { readonly ready: boolean }
}
