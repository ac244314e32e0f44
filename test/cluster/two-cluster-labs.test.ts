/** The labs that need two clusters, played on two that reach each other and whose meshes are one. */
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import { needsTwo, type Lab } from '../../src/labs/lab.ts'
import { labs } from '../labs/playground.ts'
import { Abilities } from './abilities.ts'
import { expectAbsent, planBeside } from './beside.ts'
import { runClusterCommand } from './command.ts'
import { Barrier } from './labs/barrier.ts'
import { playSteps, type Breakage } from './labs/lab-plays.ts'
import { RealLabRun } from './labs/real-lab-run.ts'
import { cutOff, undoCutOff } from './machine/wires.ts'
import { down } from './parts/down.ts'
import { openCluster } from './parts/open-cluster.ts'
import { isUp } from './parts/up.ts'

const plans = [planBeside(1), planBeside(2)] as const
const number = Math.min(...plans.map(plan => plan.number))
// Two that somebody has up stay for them, and are used as they are.
const wereUp = (await Promise.all(plans.map(isUp))).every(Boolean)

const wireCut: Breakage = {
  title: 'the wire between the clusters cut',
  // Asked here and answered by a server of the other cluster alone.
  touches: ({ id }) => id === 'answered-from-there',
  begin: () => cutOff(...plans),
  end: () => undoCutOff(...plans)
}

describe('labs on two clusters', { timeout: 2_400_000 }, () => {
  before(async () => {
    if (!wereUp) for (const plan of plans) await expectAbsent(plan)
    const which = ['--cluster', String(number), '--clusters', '2']
    assert.equal(await runClusterCommand(['up', ...which, '--with', 'metallb,istio,mcs']), 0)
  })
  after(async () => {
    if (!wereUp) for (const plan of plans) await down(plan)
  })
  for (const lab of labs.filter(needsTwo)) playOnTwo(provable(lab))
})

function playOnTwo(lab: Lab): void {
  describe(lab.id, { concurrency: 1 }, () => {
    let started: { readonly run: RealLabRun; readonly barriers: readonly Barrier[] } | undefined
    before(async () => {
      const [here, there] = await openBoth()
      const needed = lab.steps.flatMap(step => [...lab.requires, ...(step.requires ?? [])])
      assert.equal(await new Abilities(here, there).lacksOneOf(needed), false)
      const other = { cluster: there, barrier: new Barrier(there) }
      const barrier = new Barrier(here)
      started = {
        run: new RealLabRun(here, lab, barrier, other),
        barriers: [barrier, other.barrier]
      }
      for (const one of started.barriers) await one.open()
    })
    after(async () => {
      await started?.run.clean()
      for (const barrier of started?.barriers ?? []) await barrier.close()
    })
    const run = (): RealLabRun => {
      assert.ok(started)
      return started.run
    }
    playSteps(lab, run, { judgesAll: true, breakages: [wireCut] })
  })
}

async function openBoth(): Promise<readonly [Cluster, Cluster]> {
  const [here, there] = await Promise.all(plans.map(plan => openCluster(plan.kubeconfig)))
  assert.ok(here && there)
  return [here.cluster, there.cluster]
}

/** Without what only a person can see. */
function provable(lab: Lab): Lab {
  const steps = lab.steps
    .map((step): LabStep => ({
      ...step,
      checks: step.checks.filter(({ kind }) => kind !== 'attest')
    }))
    .filter(({ checks }) => checks.length > 0)
  const [first, ...others] = steps
  assert.ok(first)
  return { ...lab, steps: [first, ...others] }
}
