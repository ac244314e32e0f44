import assert from 'node:assert/strict'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { labLabel, LabObjects } from '../../../src/labs/lab-objects.ts'
import type { Lab } from '../../../src/labs/lab.ts'
import type { LabCheck, LabStep, Timing } from '../../../src/labs/lab-definition.generated.ts'
import { isForOther, solutionOf } from '../../../src/labs/play-lab.ts'
import type { Baseline, StepResult } from '../../../src/labs/step-result.ts'
import { verifyStep } from '../../../src/labs/verify-step.ts'
import { hostProbes } from '../../../src/node/host-probes.ts'
import { systemClock } from '../../../src/node/system-clock.ts'
import { readLabFile } from '../../labs/playground.ts'
import type { Barrier } from './barrier.ts'
import { stopServers } from './servers.ts'
import { untilAtRest } from './settled.ts'

/** Seconds that a solution gets until it is proven. A proof ends the wait, so only a failure takes that long. */
const patience: Timing = { every: 0.5, limit: 300 }

/** One look. Nothing is waited for, because everything that was applied is in force already. */
const oneLook: Timing = { limit: 0, spacing: 0.3 }

/** Milliseconds until a wrong solution has to have its verdict. */
const verdictLimit = 240_000

/** What a wrong solution leads to; `refused`: the API server does not take it. */
type WrongVerdict = NonNullable<LabStep['wrong']>[number]['verdict']

interface Judged {
  readonly verdict: WrongVerdict | StepResult['verdict']
  /** All that was seen, in sentences. */
  readonly told: string
  /** What the learner is told to do. */
  readonly next?: string | undefined
}

/** The second cluster of a lab that needs two. */
export interface OtherCluster {
  readonly cluster: Cluster
  readonly barrier: Barrier
}

/** What is made in each cluster. */
interface Makers {
  readonly first: LabObjects
  readonly other: LabObjects | undefined
}

/** One play of a lab on the real cluster, step by step, with what it has made and proven. */
export class RealLabRun {
  readonly #cluster: Cluster
  readonly #lab: Lab
  readonly #barrier: Barrier
  readonly #other: OtherCluster | undefined
  readonly #objects: Makers
  #baselines: readonly Baseline[] = []

  constructor(cluster: Cluster, lab: Lab, barrier: Barrier, other?: OtherCluster) {
    this.#cluster = cluster
    this.#lab = lab
    this.#barrier = barrier
    this.#other = other
    this.#objects = this.#newObjects()
  }

  /** What a step shows now, with its verdict and sentences. */
  async look({ id }: LabStep): Promise<StepResult> {
    return await this.#verify(withTiming(this.#lab, oneLook), id)
  }

  /** Applies the solution of a step, which then has to be proven, with as many answers as the lab asks for. */
  async play(step: LabStep): Promise<StepResult> {
    await this.#apply(this.#objects, solutionOf(step))
    const result = await this.#verify(withTiming(this.#lab, patience), step.id)
    assert.equal(result.verdict, 'pass', `${step.id}: ${told(result)}`)
    return result
  }

  /**
   * Applies a wrong solution, looks, and takes it back. It looks once the cluster has taken hold of everything, so
   * that the verdict stands for its cause and not for a cluster under way, and again until it is the wanted one. A
   * proof ends it at once, because a wrong solution may never have one.
   */
  async judge(step: LabStep, files: readonly string[], wanted: WrongVerdict): Promise<Judged> {
    // Under the same run, so that a file may also change what the steps before have made.
    const objects = this.#newObjects()
    try {
      const refused = await this.#firstRefused(objects, files)
      if (refused !== undefined) return { verdict: 'refused', told: refused }
      await this.#untilInForce()
      const end = Date.now() + verdictLimit
      for (;;) {
        const result = await this.look(step)
        if ([wanted, 'pass'].includes(result.verdict) || Date.now() > end)
          return { verdict: result.verdict, told: told(result), next: nextOf(result) }
      }
    } finally {
      await removeAll(objects)
      await this.#restoreBefore(step)
    }
  }

  /** Stops every workload that a Service leads to: then nothing that it would answer may be proven. */
  async withoutServers(): Promise<void> {
    const stopped = []
    for (const cluster of this.#clusters)
      stopped.push(await stopServers(cluster, this.#lab.namespaces))
    if (!stopped.includes(true)) return
    await this.#untilInForce()
    await this.expectUnproven(check => isAnsweredByServers(this.#lab, check))
  }

  /** Looks at every step once more: none of these checks may be proven. */
  async expectUnproven(isTouched: (check: LabCheck) => boolean): Promise<void> {
    for (const step of this.#lab.steps) {
      const checks = step.checks.filter(isTouched)
      if (checks.length === 0) continue
      const alone: Lab = { ...this.#lab, steps: [{ ...step, checks }] }
      const { checks: results } = await this.#verify(withTiming(alone, oneLook), step.id)
      for (const { id, verdict, sentence } of results)
        assert.notEqual(verdict, 'pass', `${step.id}/${id}: ${sentence}`)
    }
  }

  async clean(): Promise<void> {
    await removeAll(this.#objects)
    await this.expectNothingLeft()
  }

  async expectNothingLeft(): Promise<void> {
    const type = { apiVersion: 'v1', kind: 'Namespace' }
    const selector = { labelSelector: `${labLabel}=${this.#lab.id}` }
    for (const cluster of this.#clusters) {
      const left = await cluster.list(type, selector)
      assert.ok(left.ok)
      assert.deepEqual(
        left.value.items.map(({ metadata }) => metadata.name),
        []
      )
    }
  }

  get #clusters(): readonly Cluster[] {
    return this.#other ? [this.#cluster, this.#other.cluster] : [this.#cluster]
  }

  /** Applies the solutions of the steps before again, after a file that has changed their objects. */
  async #restoreBefore(step: LabStep): Promise<void> {
    for (const before of this.#lab.steps) {
      if (before === step) break
      await this.#apply(this.#objects, solutionOf(before))
    }
    // What comes next waits itself: another wrong solution until it is in force, the solution until it is proven.
  }

  async #untilInForce(): Promise<void> {
    for (const cluster of this.#clusters) await untilAtRest(cluster, this.#lab.namespaces)
    await Promise.all([this.#barrier.pass(), this.#other?.barrier.pass()])
  }

  async #apply(objects: Makers, files: readonly string[]): Promise<void> {
    assert.equal(await this.#firstRefused(objects, files), undefined)
  }

  /** Applies files until one is refused, and gives the server's words of that. */
  async #firstRefused(
    { first, other }: Makers,
    files: readonly string[]
  ): Promise<string | undefined> {
    for (const file of files) {
      const objects = isForOther(file) ? other : first
      const applied = await objects?.apply(file, readLabFile(this.#lab, file))
      if (applied?.ok === false) return applied.error
    }
    return undefined
  }

  async #verify(lab: Lab, step: string): Promise<StepResult> {
    const options = {
      clock: systemClock,
      baselines: this.#baselines,
      host: hostProbes,
      ...(this.#other && { other: this.#other.cluster }),
      consent: () => Promise.resolve(true),
      readFile: (file: string) => Promise.resolve(readLabFile(this.#lab, file))
    }
    const result = await verifyStep(lab, step, this.#cluster, options)
    this.#baselines = [...this.#baselines, ...result.baselines]
    return result
  }

  #newObjects(): Makers {
    const objectsIn = (cluster: Cluster): LabObjects =>
      new LabObjects(cluster, {
        lab: this.#lab.id,
        run: 'real',
        clock: systemClock,
        signal: new AbortController().signal,
        tell() {}
      })
    return { first: objectsIn(this.#cluster), other: this.#other && objectsIn(this.#other.cluster) }
  }
}

async function removeAll({ first, other }: Makers): Promise<void> {
  assert.deepEqual([...((await other?.remove()) ?? []), ...(await first.remove())], [])
}

/** Whether a pass means that a server of the lab has answered. */
function isAnsweredByServers({ namespaces }: Lab, check: LabCheck): boolean {
  if (check.kind === 'http') return (check.expect.nonce ?? check.expect.bodyMatches) !== undefined
  if (check.kind === 'tcp')
    return check.expect === 'open' && namespaces.some(name => check.to.includes(`.${name}.`))
  return ['blocked', 'split', 'grpc-health', 'websocket'].includes(check.kind)
}

function nextOf({ verdict, checks }: StepResult): string | undefined {
  return checks.find(check => check.verdict === verdict)?.next
}

function withTiming(lab: Lab, timing: Timing): Lab {
  const timed = (step: LabStep): LabStep => ({
    ...step,
    checks: step.checks.map(check => ({
      ...check,
      timing: { ...check.timing, real: { ...check.timing?.real, ...timing } }
    }))
  })
  const [first, ...others] = lab.steps
  return { ...lab, steps: [timed(first), ...others.map(timed)] }
}

export function told({ sentence, checks }: StepResult): string {
  return [sentence, ...checks.map(check => `${check.id}: ${JSON.stringify(check)}`)].join('\n')
}
