/** What every lab has to show on the practice cluster. `test/labs/played/` calls it once for each lab. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { refOf } from '../../src/cluster/resource-client.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import { labLabel } from '../../src/labs/lab-objects.ts'
import type { LabCheck, LabStep, WrongSolution } from '../../src/labs/lab-definition.generated.ts'
import { solutionOf } from '../../src/labs/play-lab.ts'
import { answering, nslookupSilent, refusing, refusingExec } from './faults.ts'
import { judgeDone, lackingChecks } from './judge-done.ts'
import { labCalled, Playground, provenSteps } from './playground.ts'

export function playTests(id: string): void {
  const lab = labCalled(id)

  test(`${id}: on an empty cluster nothing is proven`, async t => {
    const playground = new Playground(t, lab)
    for (const step of provenSteps(lab)) {
      const { verdict, checks } = await playground.verify(step.id)
      assert.notEqual(verdict, 'pass', step.id)
      for (const [i, check] of checks.entries())
        if (!isOfTheCluster(step.checks[i])) assert.notEqual(check.verdict, 'pass', check.id)
    }
  })

  test(`${id}: each step is open before, open for wrong solutions, done after, and nothing is left`, async t => {
    const playground = new Playground(t, lab)
    for (const step of provenSteps(lab)) await playStep(t, playground, step)
    await t.test('without servers no request is proven', () => withoutServers(playground))
    await playground.removeAll()
    const left = playground
      .allObjects()
      .filter(({ metadata }) => metadata.labels?.[labLabel] === id)
      .map(({ kind, metadata }) => `${kind} ${metadata.name ?? ''}`)
    assert.deepEqual(left, [])
  })
}

async function playStep(t: TestContext, playground: Playground, step: LabStep): Promise<void> {
  const { lab } = playground
  const lacking = await lackingChecks(lab, step, playground)
  if (changesSomething(step))
    await t.test(`${step.id} is open before`, async () => {
      assert.notEqual((await playground.verify(step.id)).verdict, 'pass')
    })
  if (lacking.length === 0) {
    if (step.solution?.length && step.manifests?.length)
      await t.test(`${step.id} is not proven by the files to start from`, async () => {
        if (await takes(playground, step.manifests ?? []))
          assert.notEqual((await playground.verify(step.id)).verdict, 'pass')
        await playground.startAgainAt(step)
      })
    for (const wrong of step.wrong ?? [])
      await t.test(`${step.id}: ${wrong.file} is ${wrong.verdict}: ${wrong.because}`, async () => {
        await playWrong(playground, step, wrong)
        await playground.startAgainAt(step)
      })
  }
  await t.test(`${step.id} is ${lacking.length === 0 ? 'done' : 'blocked'} after`, async () => {
    const isTaken = await takes(playground, solutionOf(step))
    assert.ok(isTaken || lacking.length > 0, 'the practice cluster refuses the solution')
    judgeDone(lab, step, await playground.verify(step.id), lacking)
  })
  if (lacking.length === 0)
    await t.test(`${step.id} is never proven by a broken cluster`, () =>
      breakAsking(playground, step)
    )
}

async function playWrong(
  playground: Playground,
  step: LabStep,
  { file, after = [], verdict }: WrongSolution
): Promise<void> {
  if (!(await takes(playground, after)))
    assert.fail('the practice cluster refuses what comes before')
  const isTaken = await takes(playground, [file])
  if (verdict === 'refused') {
    assert.ok(!isTaken, 'the practice cluster takes it')
    return
  }
  assert.ok(isTaken, 'the practice cluster refuses it')
  const result = await playground.verify(step.id)
  assert.equal(result.verdict, verdict, result.sentence)
  const decided = result.checks.find(check => check.verdict === verdict)
  assert.ok(decided?.next, 'it says what to do')
}

const faults: readonly (readonly [
  title: string,
  breaks: (cluster: LabCluster) => LabCluster,
  touches: (check: LabCheck) => boolean
])[] = [
  ['every request is forbidden', one => refusing(one, 'forbidden'), asksCluster],
  ['every request times out', one => refusing(one, 'timeout'), asksCluster],
  ['no command may run', one => refusingExec(one, 'forbidden'), runsCommand],
  ['commands say nothing', one => saying(one, 0), runsCommand],
  ['commands are killed', one => saying(one, 137), runsCommand],
  ['programs are missing', one => saying(one, 127, 'sh: not found\n'), runsCommand],
  [
    'the DNS server is silent',
    one =>
      answering(one, (program, _asked, outcome) =>
        program === 'nslookup' ? nslookupSilent : outcome
      ),
    ({ kind, ...check }) => kind === 'dns' || (kind === 'blocked' && 'dns' in check)
  ]
]

function saying(one: LabCluster, exitCode: number, stderr = ''): LabCluster {
  return answering(one, () => ({ exitCode, stdout: '', stderr }))
}

async function breakAsking(playground: Playground, step: LabStep): Promise<void> {
  for (const [title, breaks, touches] of faults) {
    const touched = step.checks.map(touches)
    if (!touched.some(Boolean)) continue
    const { cluster, other } = playground
    playground.asked = breaks(cluster)
    playground.askedOther = other && breaks(other.cluster)
    const result = await playground.verify(step.id)
    playground.asked = cluster
    playground.askedOther = other?.cluster
    assert.notEqual(result.verdict, 'pass', `${step.id}: ${title}`)
    for (const [i, check] of result.checks.entries())
      if (touched[i]) assert.notEqual(check.verdict, 'pass', `${check.id} passes although ${title}`)
  }
}

/** With no Pod left, nothing that a Pod asks or answers is proven any more. */
async function withoutServers(playground: Playground): Promise<void> {
  const { lab, practice, cluster, other } = playground
  const clusters = [{ practice, cluster }, ...(other ? [other] : [])]
  const workloads = clusters.flatMap(one =>
    one.practice
      .objects()
      .filter(
        ({ kind, metadata }) =>
          ['Deployment', 'StatefulSet'].includes(kind) && metadata.labels?.[labLabel] === lab.id
      )
      .map(object => ({ object, client: one.cluster }))
  )
  for (const { object, client } of workloads) {
    const scaled = await client.patch(refOf(object), { spec: { replicas: 0 } }, { type: 'merge' })
    assert.ok(scaled.ok)
  }
  await practice.settle()
  if (workloads.length === 0) return
  for (const step of provenSteps(playground.lab)) {
    const { checks } = await playground.verify(step.id)
    for (const [i, check] of step.checks.entries())
      if (answeredByPods.includes(check.kind))
        assert.notEqual(checks[i]?.verdict, 'pass', `${step.id}/${check.id}`)
  }
}

const answeredByPods: readonly LabCheck['kind'][] = [
  'http',
  'blocked',
  'split',
  'grpc-health',
  'websocket'
]

/** What is true of a cluster before anybody has applied anything. */
function isOfTheCluster(check: LabCheck | undefined): boolean {
  return (
    check?.kind === 'refused' ||
    (check?.kind === 'addresses' && check.of === 'nodes') ||
    (check?.kind === 'object' &&
      (check.object.namespace === undefined || check.object.namespace === 'kube-system'))
  )
}

function asksCluster({ kind }: LabCheck): boolean {
  return kind !== 'attest'
}

function runsCommand(check: LabCheck): boolean {
  if (check.kind === 'addresses') return check.interface !== undefined
  return 'from' in check && check.from !== 'host'
}

/** A step without files of its own is done as soon as an earlier one has brought what it shows. */
function changesSomething({ manifests = [], solution = [] }: LabStep): boolean {
  return manifests.length + solution.length > 0
}

/** Whether the practice cluster takes the files; it stops at the first that it refuses. */
async function takes(playground: Playground, files: readonly string[]): Promise<boolean> {
  for (const file of files) if (!(await playground.tryApply(file))) return false
  return true
}
