/** Canaries on practice clusters that enforce policies, only some of them, none, or that are broken. */
import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { failed, ok } from '../../src/base/result.ts'
import { recordOf } from '../../src/base/json.ts'
import { EnforcementMemory } from '../../src/labs/enforcement.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { CheckResult } from '../../src/labs/step-result.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { labOf, verdictOf } from './one-check.ts'
import { Playground } from './playground.ts'

const check = 'kind: attest\nlook: It is there.\nrequires: [network-policy]'

/** A practice cluster that passes for a real one, since of its own enforcement nobody doubts. */
class Canary {
  readonly playground: Playground
  readonly made: KubeObject[] = []
  readonly memory = new EnforcementMemory()

  constructor(t: TestContext) {
    this.playground = new Playground(t, labOf(check))
  }

  /** `takes`: whether a policy has any effect; the API server takes it in any case. */
  cluster(takes: (policy: KubeObject) => boolean = () => true): LabCluster {
    const { cluster, practice } = this.playground
    return {
      ...cluster,
      simulated: false,
      create: async (object, options) => {
        this.made.push(object)
        if (object.kind === 'NetworkPolicy' && !takes(object))
          return ok({ ...object, metadata: { ...object.metadata, uid: 'none' } })
        const made = await cluster.create(object, options)
        await practice.settle()
        return made
      },
      delete: async (ref, options) => {
        const gone = await cluster.delete(ref, options)
        await practice.settle()
        return gone
      }
    }
  }

  async verify(cluster: LabCluster, agrees = true): Promise<CheckResult> {
    return await verdictOf(cluster, check, {
      clock: this.playground.clock,
      enforcement: this.memory,
      consent: () => Promise.resolve(agrees)
    })
  }

  get left(): readonly string[] {
    return this.playground.practice
      .objects()
      .filter(({ metadata }) => metadata.labels?.['netlabs/lab'] === 'canary')
      .map(({ kind, metadata }) => `${kind} ${metadata.name ?? ''}`)
  }
}

function isFor(direction: 'Ingress' | 'Egress'): (policy: KubeObject) => boolean {
  return ({ spec }) => JSON.stringify(recordOf(spec).policyTypes) === `["${direction}"]`
}

describe('a canary', () => {
  test('lets through what is enforced, and leaves nothing', async t => {
    const canary = new Canary(t)
    assert.equal((await canary.verify(canary.cluster())).verdict, 'attest')
    assert.ok(canary.made.length > 0)
    assert.deepEqual(canary.left, [])
  })

  for (const [title, takes, says] of [
    [
      'nobody enforces',
      () => false,
      /policy cuts it off: ingress over IPv4 and IPv6, egress over IPv4 and IPv6/
    ],
    [
      'only ingress is enforced',
      isFor('Ingress'),
      /policy cuts it off: egress over IPv4 and IPv6\./
    ],
    ['only egress is enforced', isFor('Egress'), /policy cuts it off: ingress over IPv4 and IPv6\./]
  ] as const)
    test(`tells where ${title}, with what it saw`, async t => {
      const canary = new Canary(t)
      const { verdict, sentence, evidence, next } = await canary.verify(canary.cluster(takes))
      assert.equal(verdict, 'blocked', sentence)
      assert.match(sentence, says)
      assert.ok(next)
      assert.ok(
        evidence.some(
          ({ role, from, outcome }) =>
            role === 'subject' && from.endsWith('/stranger') && outcome === 'reached'
        )
      )
      assert.deepEqual(canary.left, [])
    })

  test('tells a family in which nobody enforces', async t => {
    const canary = new Canary(t)
    const plain = canary.cluster()
    // A stranger who is cut off over IPv6 is answered all the same.
    const leaky: LabCluster = {
      ...plain,
      exec: (pod, container, command, options) =>
        command.at(-1)?.startsWith('http://[') === true
          ? Promise.resolve(
              ok({ exitCode: 0, stdout: 'Hostname: server\n200 0.1 0.2 fd00::1', stderr: '' })
            )
          : plain.exec(pod, container, command, options)
    }
    const { verdict, sentence } = await canary.verify(leaky)
    assert.equal(verdict, 'blocked')
    assert.match(sentence, /ingress over IPv6, egress over IPv6\./)
  })

  const broken: readonly (readonly [string, (cluster: LabCluster) => LabCluster])[] = [
    [
      'no command may run',
      cluster => ({
        ...cluster,
        exec: () => Promise.resolve(failed({ reason: 'forbidden', message: 'No.' }))
      })
    ],
    [
      'nobody reaches anybody',
      cluster => ({
        ...cluster,
        exec: () => Promise.resolve(ok({ exitCode: 28, stdout: '\n000 0 3', stderr: '' }))
      })
    ],
    [
      'a Namespace may not be made',
      cluster => ({
        ...cluster,
        create: () => Promise.resolve(failed({ reason: 'forbidden', message: 'No.' }))
      })
    ]
  ]
  for (const [title, breaks] of broken)
    test(`decides nothing where ${title}`, async t => {
      const canary = new Canary(t)
      assert.equal((await canary.verify(breaks(canary.cluster()))).verdict, 'attest')
      assert.deepEqual(canary.left, [])
    })

  test('is made only with a yes, and counts for ten minutes', async t => {
    const canary = new Canary(t)
    await canary.verify(canary.cluster(), false)
    assert.deepEqual(canary.made, [])
    const other = new Canary(t)
    for (let i = 0; i < 2; i++) await other.verify(other.cluster())
    assert.equal(other.made.filter(({ kind }) => kind === 'Namespace').length, 1)
    await new Promise<void>(resolve => other.playground.clock.after(11 * 60_000, resolve))
    await other.verify(other.cluster())
    assert.equal(other.made.filter(({ kind }) => kind === 'Namespace').length, 2)
  })
})
