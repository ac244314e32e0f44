import assert from 'node:assert/strict'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { labLabel, LabObjects } from '../../../src/labs/lab-objects.ts'
import type { Lab } from '../../../src/labs/lab.ts'
import type { LabStep } from '../../../src/labs/lab-definition.generated.ts'
import { solutionOf } from '../../../src/labs/play-lab.ts'
import type { Baseline, StepResult } from '../../../src/labs/step-result.ts'
import { verifyStep } from '../../../src/labs/verify-step.ts'
import { systemClock } from '../../../src/node/system-clock.ts'
import { provenSteps, readLabFile } from '../../labs/playground.ts'

/** One play of a lab on the real cluster, step by step, with what it has made and proven. */
export class RealLabRun {
  readonly #cluster: Cluster
  readonly #lab: Lab
  readonly #objects: LabObjects
  #baselines: readonly Baseline[] = []

  constructor(cluster: Cluster, lab: Lab) {
    this.#cluster = cluster
    this.#lab = lab
    this.#objects = this.#newObjects()
  }

  /**
   * Verifies a step that is not done, with its verdict and sentences.
   * @param limit seconds after which an answer that isn't the wanted one counts as settled, instead of what
   *   the lab gives a learner's cluster. Only failing takes as long as the limit; passing is proven as ever.
   */
  async verifyWithin(limit: number, { id }: LabStep): Promise<StepResult> {
    return await this.#verify(withLimit(this.#lab, limit), id)
  }

  /** Applies the solution of a step, which then has to be proven. */
  async play(step: LabStep): Promise<void> {
    await this.#apply(this.#objects, solutionOf(step))
    const result = await this.#verify(this.#lab, step.id)
    assert.equal(result.verdict, 'pass', `${step.id}: ${told(result)}`)
  }

  /** Applies files, looks, and takes them back: the state before is that of the steps played so far. */
  async withFiles<Seen>(files: readonly string[], look: () => Promise<Seen>): Promise<Seen> {
    // Under the same run, so that a file may also change what the steps before have made.
    const objects = this.#newObjects()
    try {
      await this.#apply(objects, files)
      return await look()
    } finally {
      assert.deepEqual(await objects.remove(), [])
    }
  }

  /** Applies the solutions of the steps before this one again, after a file that has changed their objects. */
  async restoreBefore(step: LabStep): Promise<void> {
    for (const before of provenSteps(this.#lab)) {
      if (before === step) return
      await this.#apply(this.#objects, solutionOf(before))
    }
  }

  async clean(): Promise<void> {
    assert.deepEqual(await this.#objects.remove(), [])
    await this.expectNothingLeft()
  }

  async expectNothingLeft(): Promise<void> {
    const type = { apiVersion: 'v1', kind: 'Namespace' }
    const selector = { labelSelector: `${labLabel}=${this.#lab.id}` }
    const left = await this.#cluster.list(type, selector)
    assert.ok(left.ok)
    assert.deepEqual(
      left.value.items.map(({ metadata }) => metadata.name),
      []
    )
  }

  async #apply(objects: LabObjects, files: readonly string[]): Promise<void> {
    for (const file of files) {
      const applied = await objects.apply(file, readLabFile(this.#lab, file))
      assert.ok(applied.ok, applied.ok ? '' : applied.error)
    }
  }

  async #verify(lab: Lab, step: string): Promise<StepResult> {
    const options = { clock: systemClock, baselines: this.#baselines }
    const result = await verifyStep(lab, step, this.#cluster, options)
    this.#baselines = [...this.#baselines, ...result.baselines]
    return result
  }

  #newObjects(): LabObjects {
    return new LabObjects(this.#cluster, {
      lab: this.#lab.id,
      run: 'real',
      clock: systemClock,
      signal: new AbortController().signal,
      tell() {}
    })
  }
}

function withLimit(lab: Lab, limit: number): Lab {
  const limited = (step: LabStep): LabStep => ({
    ...step,
    checks: step.checks.map(check => ({
      ...check,
      timing: { ...check.timing, real: { ...check.timing?.real, limit } }
    }))
  })
  const [first, ...others] = lab.steps
  return { ...lab, steps: [limited(first), ...others.map(limited)] }
}

export function told({ sentence, checks }: StepResult): string {
  return [sentence, ...checks.map(check => `${check.id}: ${JSON.stringify(check)}`)].join('\n')
}
