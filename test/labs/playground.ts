import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { createCluster, type Cluster, type ObjectRef } from '../../src/cluster/cluster.ts'
import { LabObjects } from '../../src/labs/lab-objects.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import { needsTwo, type Lab } from '../../src/labs/lab.ts'
import { isForOther, solutionOf } from '../../src/labs/play-lab.ts'
import { readLab } from '../../src/labs/read-lab.ts'
import type { Baseline, StepResult } from '../../src/labs/step-result.ts'
import { verifyStep } from '../../src/labs/verify-step.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { hostProbes } from '../../src/node/host-probes.ts'
import { practiceTransport } from '../../src/node/practice-transport.ts'
import { ClusterSet } from '../../src/sim/cluster-set.ts'
import { createPracticeCluster, type PracticeCluster } from '../../src/sim/practice-cluster.ts'
import { assertBlockedWords } from './blocked-words.ts'
import { EagerClock } from '../support/eager-clock.ts'
import { productSchemas, projectRoot } from '../support/service.ts'
import { yamlValue } from '../../src/yaml/yaml-value.ts'

const walkthroughs = path.join(projectRoot, 'walkthroughs')

/** The labs of the product. */
export const labs: readonly Lab[] = globSync('*/lab.yaml', { cwd: walkthroughs })
  .sort()
  .map(name => {
    const { lab, problems } = readLab(readFileSync(path.join(walkthroughs, name), 'utf8'))
    assert.ok(lab, JSON.stringify(problems))
    return lab
  })

/** The labs whose every check is broken on purpose, one by one. */
export const referenceLabs = labs.filter(({ id }) =>
  ['get-started', 'pod-to-pod-across-namespaces'].includes(id)
)

export function labCalled(id: string): Lab {
  const lab = labs.find(one => one.id === id)
  assert.ok(lab, `there is no lab ${id}`)
  return lab
}

/** The steps that a cluster proves. */
export function provenSteps(lab: Lab): readonly LabStep[] {
  return lab.steps.filter(({ checks }) => checks.length > 0)
}

export function readLabFile(lab: Lab, file: string): string {
  return readFileSync(path.join(walkthroughs, lab.id, file), 'utf8')
}

interface Started {
  readonly practice: PracticeCluster
  readonly cluster: Cluster
  readonly objects: LabObjects
}

/** A practice cluster on which a lab is played with the code that the editor and the command use. */
export class Playground {
  readonly lab: Lab
  readonly clock = new EagerClock()
  readonly practice: PracticeCluster
  readonly cluster: Cluster
  readonly objects: LabObjects
  /** What verifying asks; a test puts something broken in its place. */
  asked: LabCluster
  /** The second practice cluster of a lab that needs two; they are joined. */
  readonly other?: Started
  askedOther: LabCluster | undefined
  baselines: readonly Baseline[] = []

  constructor(t: TestContext, lab: Lab) {
    this.lab = lab
    let seed = 1
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    const set = new ClusterSet()
    const start = (name: string, number: number): Started => {
      const practice = createPracticeCluster({
        clock: this.clock,
        random,
        schemas: productSchemas(),
        parseYaml: yamlValue,
        ...(needsTwo(lab) && { site: { name, number, set } })
      })
      t.after(() => practice.dispose())
      const cluster = createCluster(practiceTransport(practice), {
        context: name,
        simulated: true,
        clock: this.clock,
        random
      })
      const objects = new LabObjects(cluster, {
        lab: lab.id,
        run: 'r1',
        clock: this.clock,
        signal: new AbortController().signal,
        tell() {}
      })
      return { practice, cluster, objects }
    }
    const first = start('practice', 1)
    this.practice = first.practice
    this.cluster = first.cluster
    this.objects = first.objects
    this.asked = this.cluster
    if (!needsTwo(lab)) return
    this.other = start('practice-two', 2)
    this.askedOther = this.other.cluster
  }

  /** Applies files of the lab. */
  async apply(...files: readonly string[]): Promise<void> {
    for (const file of files) {
      const applied = await this.#objectsFor(file).apply(file, readLabFile(this.lab, file))
      assert.ok(applied.ok, applied.ok ? '' : applied.error)
    }
    await this.practice.settle()
  }

  /** Whether the cluster takes a file. */
  async tryApply(file: string): Promise<boolean> {
    const applied = await this.#objectsFor(file).apply(file, readLabFile(this.lab, file))
    await this.practice.settle()
    return applied.ok
  }

  /** Removes everything and applies what the steps before this one end with, without verifying it again. */
  async startAgainAt(step: LabStep): Promise<void> {
    await this.removeAll()
    for (const before of provenSteps(this.lab)) {
      if (before === step) return
      for (const file of solutionOf(before)) await this.tryApply(file)
    }
  }

  /** Removes what the play has made, everywhere. */
  async removeAll(): Promise<void> {
    for (const objects of [this.objects, ...(this.other ? [this.other.objects] : [])])
      assert.deepEqual(await objects.remove(), [])
    await this.practice.settle()
  }

  /** What is in the clusters of the lab. */
  allObjects(): readonly KubeObject[] {
    return [...this.practice.objects(), ...(this.other?.practice.objects() ?? [])]
  }

  #objectsFor(file: string): LabObjects {
    return isForOther(file) && this.other ? this.other.objects : this.objects
  }

  async verify(step: string): Promise<StepResult> {
    const result = await verifyStep(this.lab, step, this.asked, {
      clock: this.clock,
      baselines: this.baselines,
      ...(this.askedOther && { other: this.askedOther }),
      host: hostProbes,
      readFile: file => Promise.resolve(readLabFile(this.lab, file))
    })
    assertBlockedWords(result.checks)
    this.baselines = [...this.baselines, ...result.baselines]
    return result
  }

  /** Plays the steps before this one as the lab means them, each of them proven. */
  async playBefore(step: LabStep): Promise<void> {
    for (const before of provenSteps(this.lab)) {
      if (before === step) return
      await this.play(before)
    }
  }

  async play(step: LabStep): Promise<void> {
    await this.apply(...solutionOf(step))
    const { verdict, sentence } = await this.verify(step.id)
    assert.equal(verdict, 'pass', `${step.id}: ${sentence}`)
  }

  /** Writes an object as somebody else would, without the marks of the lab. */
  async put(object: KubeObject): Promise<void> {
    const answer = await this.cluster.apply(object, { fieldManager: 'somebody', force: true })
    assert.ok(answer.ok, answer.ok ? '' : answer.error.message)
    await this.practice.settle()
  }

  async patch(ref: ObjectRef, patch: unknown): Promise<void> {
    const answer = await this.cluster.patch(ref, patch, { type: 'merge' })
    assert.ok(answer.ok, answer.ok ? '' : answer.error.message)
    await this.practice.settle()
  }

  async scale(namespace: string, name: string, replicas: number): Promise<void> {
    await this.patch(
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
      { spec: { replicas } }
    )
  }

  async remove(ref: ObjectRef): Promise<void> {
    const answer = await this.cluster.delete(ref)
    assert.ok(answer.ok, answer.ok ? '' : answer.error.message)
    await this.practice.settle()
  }
}
