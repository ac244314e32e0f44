/** How often an answer has to be the same before it counts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProbeContext } from '../../src/labs/probe-context.ts'
import { settle, timingOf } from '../../src/labs/settle.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { Verdict } from '../../src/labs/verdict.ts'
import { EagerClock } from '../support/eager-clock.ts'
import { labs, provenSteps } from './playground.ts'

const timing = { every: 2, limit: 10, samples: 3, spacing: 1 }

interface Case {
  readonly title: string
  /** What each sample says; the last one goes on for ever. */
  readonly samples: readonly Verdict[]
  readonly verdict: Verdict
  /** How many samples are taken. */
  readonly taken: number
}

const cases: readonly Case[] = [
  { title: 'three in a row', samples: ['pass'], verdict: 'pass', taken: 3 },
  {
    title: 'it comes after a while',
    samples: ['fail', 'fail', 'pass'],
    verdict: 'pass',
    taken: 5
  },
  {
    title: 'a miss in between starts the count anew',
    samples: ['pass', 'fail', 'pass', 'pass', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'],
    verdict: 'fail',
    taken: 8
  },
  {
    title: 'a doubt in between starts the count anew',
    samples: ['pass', 'pass', 'inconclusive', 'pass'],
    verdict: 'pass',
    taken: 6
  },
  { title: 'it never comes', samples: ['fail'], verdict: 'fail', taken: 6 },
  {
    title: 'nothing is ever known',
    samples: ['inconclusive'],
    verdict: 'inconclusive',
    taken: 6
  },
  {
    title: 'it was there once and is not any more',
    samples: ['pass', 'blocked'],
    verdict: 'inconclusive',
    taken: 7
  }
]

for (const { title, samples, verdict, taken } of cases)
  test(`${title}: ${verdict} after ${taken} samples`, async () => {
    let count = 0
    const settled = await settle(contextOf(new EagerClock()), timing, () => {
      const said = samples[Math.min(count++, samples.length - 1)] ?? 'fail'
      return Promise.resolve({
        verdict: said,
        sentence: `It is ${said}.`,
        probes: []
      })
    })
    assert.equal(settled.last.verdict, verdict)
    assert.equal(count, taken)
  })

test('what waiting can’t change is said at once', async () => {
  let count = 0
  const settled = await settle(contextOf(new EagerClock()), timing, () => {
    count++
    return Promise.resolve({
      verdict: 'blocked',
      sentence: 'No.',
      probes: [],
      final: true
    })
  })
  assert.deepEqual([settled.last.verdict, count], ['blocked', 1])
})

test('a stop ends the waiting', async () => {
  const stop = new AbortController()
  const context = { ...contextOf(new EagerClock()), signal: stop.signal }
  const settling = settle(context, timing, () => {
    stop.abort(new Error('stopped'))
    return Promise.resolve({ verdict: 'fail', sentence: 'No.', probes: [] })
  })
  await assert.rejects(settling, /stopped/)
})

test('requests are asked for three times, in a real network and in a simulated one', () => {
  const requests = ['http', 'blocked', 'dns']
  for (const check of labs.flatMap(lab => provenSteps(lab).flatMap(({ checks }) => checks)))
    for (const simulated of [true, false]) {
      const { samples, limit } = timingOf(check, simulated)
      assert.ok(samples >= (requests.includes(check.kind) ? 3 : 1), check.id)
      assert.ok(
        simulated || check.kind === 'attest' || limit >= 30,
        `${check.id}: a real network takes its time`
      )
    }
})

function contextOf(clock: EagerClock): ProbeContext {
  return {
    cluster: {} as LabCluster,
    clock,
    tell() {},
    missing: new Map(),
    tools: new Map(),
    atEnd: []
  }
}
