import assert from 'node:assert/strict'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { Lab } from '../../../src/labs/lab.ts'
import type { LabStep } from '../../../src/labs/lab-definition.generated.ts'
import { LabObjects } from '../../../src/labs/lab-objects.ts'
import { solutionOf } from '../../../src/labs/play-lab.ts'
import type { Baseline, StepResult } from '../../../src/labs/step-result.ts'
import { verifyStep } from '../../../src/labs/verify-step.ts'
import { systemClock } from '../../../src/node/system-clock.ts'
import { provenSteps, readLabFile } from '../../labs/playground.ts'

/** The objects and proofs of one lab on the real cluster. */
export class RealLabRun {
  readonly #cluster: Cluster
  readonly #lab: Lab
  #objects: LabObjects
  #baselines: readonly Baseline[] = []

  constructor(cluster: Cluster, lab: Lab) {
    this.#cluster = cluster
    this.#lab = lab
    this.#objects = this.#newObjects()
  }

  async apply(...files: readonly string[]): Promise<void> {
    for (const file of files) {
      const applied = await this.#objects.apply(file, readLabFile(this.#lab, file))
      assert.ok(applied.ok, applied.ok ? '' : applied.error)
    }
  }

  async verify({ id }: LabStep): Promise<StepResult> {
    const options = { clock: systemClock, baselines: this.#baselines }
    const result = await verifyStep(this.#lab, id, this.#cluster, options)
    this.#baselines = [...this.#baselines, ...result.baselines]
    return result
  }

  async playBefore(step: LabStep): Promise<void> {
    for (const before of provenSteps(this.#lab)) {
      if (before === step) return
      await this.play(before)
    }
  }

  async play(step: LabStep): Promise<void> {
    await this.apply(...solutionOf(step))
    const result = await this.verify(step)
    assert.equal(result.verdict, 'pass', `${step.id}: ${told(result)}`)
  }

  async clean(): Promise<void> {
    const left = await this.#objects.remove()
    this.#objects = this.#newObjects()
    this.#baselines = []
    assert.deepEqual(left, [])
    await this.expectNothingLeft()
  }

  async expectNothingLeft(): Promise<void> {
    const type = { apiVersion: 'v1', kind: 'Namespace' }
    const selector = { labelSelector: `netlabs/lab=${this.#lab.id}` }
    const left = await this.#cluster.list(type, selector)
    assert.ok(left.ok)
    assert.deepEqual(
      left.value.items.map(({ metadata }) => metadata.name),
      []
    )
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

export function told({ sentence, checks }: StepResult): string {
  return [sentence, ...checks.map(check => `${check.id}: ${JSON.stringify(check)}`)].join('\n')
}
