import type { Memento } from 'vscode'
import type { Baseline } from '../../labs/step-result.ts'
import type { Verdict } from '../../labs/verdict.ts'
import { Emitter } from '../../base/events.ts'
import type { Disposable } from '../../base/disposable.ts'
import { doneKey } from '../ids.ts'
import { WalkthroughTicks } from './walkthrough-ticks.ts'

/** What became of one step: its last verdict, and whether it was ever proven. */
export interface StepRecord {
  readonly done: boolean
  readonly verdict: Verdict
  readonly sentence: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly context: string
  readonly simulated: boolean
  readonly checks: readonly CheckRecord[]
  /** The evidence as Markdown. */
  readonly report: string
  /** The same as data. */
  readonly evidence?: unknown
}

export interface CheckRecord {
  readonly title: string
  readonly verdict: Verdict
  readonly sentence: string
  /** One thing to do when it is not proven. */
  readonly next?: string
}

const memoryKey = 'netlabs.progress'
const baselinesKey = 'netlabs.baselines'
const skippedKey = 'netlabs.skipped'

/** More successes than this of one lab are not worth remembering. */
const mostBaselines = 50

type Records = Readonly<Record<string, StepRecord>>

/**
 * Progress over all labs. The walkthroughs of the editor mirror it through context keys and can't be asked,
 * so this is the truth; the keys are set anew at every start.
 */
export class ProgressStore implements Disposable {
  readonly #memory: Memento
  readonly #changes = new Emitter<undefined>()
  readonly #ticks = new WalkthroughTicks()
  #records: Records
  #skipped: ReadonlySet<string>

  readonly onChange = this.#changes.event

  constructor(memory: Memento) {
    this.#memory = memory
    this.#records = memory.get<Records>(memoryKey) ?? {}
    this.#skipped = new Set(memory.get<readonly string[]>(skippedKey))
    for (const [key, { done }] of Object.entries(this.#records))
      if (done) this.#ticks.set(key, true)
  }

  of(lab: string, step: string): StepRecord | undefined {
    return this.#records[doneKey(lab, step)]
  }

  async record(lab: string, step: string, record: Omit<StepRecord, 'done'>): Promise<void> {
    await this.#put(lab, step, record, record.verdict === 'pass')
  }

  /** The person has seen what no probe can see, and says so. */
  async confirm(lab: string, step: string, sentence: string, at: number): Promise<void> {
    const record = this.of(lab, step)
    if (record?.verdict === 'attest') await this.#put(lab, step, { ...record, sentence, at }, true)
  }

  isSkipped(lab: string, step: string): boolean {
    return this.#skipped.has(doneKey(lab, step))
  }

  async skip(lab: string, step: string): Promise<void> {
    await this.#keepSkipped(new Set([...this.#skipped, doneKey(lab, step)]))
  }

  /** Requests of a lab that succeeded before: what a later block is judged against. */
  baselines(lab: string): readonly Baseline[] {
    return this.#allBaselines().filter(baseline => baseline.lab === lab)
  }

  async keepBaselines(lab: string, found: readonly Baseline[]): Promise<void> {
    if (found.length === 0) return
    const others = this.#allBaselines().filter(baseline => baseline.lab !== lab)
    const own = [...this.baselines(lab), ...found].slice(-mostBaselines)
    await this.#memory.update(baselinesKey, [...others, ...own])
  }

  /** Forgets the steps that are named. The walkthrough keeps its ticks until the window is opened again. */
  async forget(lab: string, steps: readonly string[]): Promise<void> {
    const gone = new Set(steps.map(step => doneKey(lab, step)))
    this.#records = Object.fromEntries(
      Object.entries(this.#records).filter(([key]) => !gone.has(key))
    )
    for (const key of gone) this.#ticks.set(key, false)
    await this.#keepSkipped(new Set([...this.#skipped].filter(key => !gone.has(key))))
    await this.#keep()
  }

  dispose(): void {
    this.#ticks.dispose()
    this.#changes.dispose()
  }

  /** A step that was done once stays done, whatever is seen of it later. */
  async #put(
    lab: string,
    step: string,
    record: Omit<StepRecord, 'done'>,
    isDone: boolean
  ): Promise<void> {
    const key = doneKey(lab, step)
    const done = isDone || this.#records[key]?.done === true
    this.#records = { ...this.#records, [key]: { ...record, done } }
    this.#ticks.set(key, done)
    await this.#keep()
  }

  #allBaselines(): readonly Baseline[] {
    return this.#memory.get<readonly Baseline[]>(baselinesKey) ?? []
  }

  async #keepSkipped(skipped: ReadonlySet<string>): Promise<void> {
    this.#skipped = skipped
    this.#changes.fire(undefined)
    await this.#memory.update(skippedKey, [...skipped])
  }

  async #keep(): Promise<void> {
    this.#changes.fire(undefined)
    await this.#memory.update(memoryKey, this.#records)
  }
}
