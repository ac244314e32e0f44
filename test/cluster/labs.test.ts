/** Every lab, played on the real cluster: by its solutions, with each wrong solution, and one by the command. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import type { Lab } from '../../src/labs/lab.ts'
import { labs } from '../labs/playground.ts'
import { Abilities } from './abilities.ts'
import { Barrier } from './labs/barrier.ts'
import { carriedOf, type LeftOut } from './labs/carried.ts'
import { chainsOf } from './labs/chains.ts'
import { faults } from './labs/faults.ts'
import { ImageSource } from './labs/image-source.ts'
import { groupsOf, writeLabReport, type StepReport } from './labs/lab-report.ts'
import { playSteps } from './labs/lab-plays.ts'
import { RealLabRun } from './labs/real-lab-run.ts'
import { projectRoot } from './machine/folders.ts'
import { openCluster } from './parts/open-cluster.ts'
import { isForeign, testKubeconfig, testPlan } from './test-kubeconfig.ts'

const { cluster, context } = await openCluster(testKubeconfig())
const plan = testPlan(2)
const steps: StepReport[] = []

// A cluster need not be able to do everything; what is left out for that, and why, is told.
const abilities = new Abilities(cluster)
const enforces = !isForeign || (await abilities.lacks('network-policy')) === false
const barrier = new Barrier(cluster, enforces)

/** A name, or several with commas, plays those labs alone. */
const picked = process.env.NETLABS_LABS?.split(',')
const unknown = picked?.find(id => !labs.some(lab => lab.id === id))
if (unknown !== undefined) throw new Error(`There is no lab called ${unknown}.`)
const imageSource = new ImageSource(cluster)
const leftOut: LeftOut[] = []
const carried: Lab[] = []
for (const one of labs) {
  if (picked?.includes(one.id) === false) continue
  const { lab, leftOut: out } = await carriedOf(one, abilities, imageSource)
  leftOut.push(...out)
  if (lab) carried.push(lab)
}

/** The command is the same for every lab, so one play of it is enough. */
const byCommand = 'get-started'

/** Most of a play is waiting for answers that don't come, so more are under way than there are processors. */
const atOnce = os.availableParallelism() + 3

/** Milliseconds after which a lab counts as stuck. A play takes a minute or two. */
const stuck = 1_800_000

describe('labs on the real cluster', { concurrency: atOnce }, () => {
  before(() => barrier.open())
  after(async () => {
    await barrier.close()
  })
  for (const chain of chainsOf(carried))
    describe(chain.map(({ id }) => id).join(', then '), { concurrency: 1 }, () => {
      for (const lab of chain) playLab(lab)
    })
})
for (const { lab, step, check, reason } of groupsOf(leftOut))
  console.log(`Left out: ${lab}/${step}: ${check}. ${reason}`)

/** Those that are about what is open and what is not. A fault is the whole cluster's, so they come last. */
const guarded = [
  ...['get-started', 'pod-to-pod-across-namespaces', 'egress-policies', 'border-and-names'],
  ...['pod-security-and-segmentation', 'multi-tenancy', 'zero-trust', 'install-a-cni', 'ipv6'],
  ...['routes-and-load-balancers', 'services-from-outside', 'http-routing', 'service-mesh']
]

if (isForeign)
  console.log(
    'Left out: labs on a broken cluster. It would break a cluster that is somebody’s own.'
  )
else if (carried.some(({ id }) => guarded.includes(id)))
  describe('labs on a broken cluster', playBroken)

function playBroken(): void {
  const ownBarrier = new Barrier(cluster, enforces)
  const runs = carried
    .filter(({ id }) => guarded.includes(id))
    .map(lab => ({ lab, run: new RealLabRun(cluster, lab, ownBarrier) }))
  before(async () => {
    await ownBarrier.open()
    const waiting = [...runs]
    const playAll = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        for (const step of next.lab.steps) await next.run.play(step)
    }
    await Promise.all(Array.from({ length: atOnce }, playAll))
  })
  after(async () => {
    await Promise.all(runs.map(({ run }) => run.clean()))
    await ownBarrier.close()
  })
  for (const fault of faults)
    describe(`while ${fault.title}`, { concurrency: atOnce }, () => {
      before(() => fault.begin(cluster, plan))
      after(() => fault.end(cluster, plan))
      for (const { lab, run } of runs)
        if (lab.steps.some(({ checks }) => checks.some(one => fault.touches(one))))
          test(`${lab.id} is never proven`, () => run.expectUnproven(one => fault.touches(one)))
    })
}

function playLab(lab: Lab): void {
  describe(lab.id, { concurrency: 1, timeout: stuck }, () => {
    const run = new RealLabRun(cluster, lab, barrier)
    // Before anything is asserted of an end, so that a lab that fails leaves nothing to the next of its chain.
    after(() => run.clean())
    playSteps(lab, () => run, { note })
    if (lab.id === byCommand)
      test('netlabs lab run plays the solutions to the end, and nothing of it is left', () =>
        playByCommand(lab, run))
  })
}

/** At once, so that a play that is stopped has told what it has shown. */
function note(step: StepReport): void {
  steps.push(step)
  writeLabReport({ steps, leftOut })
}

async function playByCommand(lab: Lab, run: RealLabRun): Promise<void> {
  const program = path.join(projectRoot, 'src/cli/main.ts')
  const where = ['--kubeconfig', testKubeconfig(), '--context', context, '--yes', context]
  const command = [program, 'lab', 'run', lab.id, '--solution', ...where]
  const { stdout } = await promisify(execFile)(process.execPath, command)
  assert.match(stdout, /Proven/)
  await run.expectNothingLeft()
}
