import type { Memento } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'

/** A lab as it is being played in this workspace. */
export interface LabRun {
  readonly lab: string
  /** The value of the label `netlabs/run` on everything that it makes. */
  readonly run: string
  /** Where the learner's manifests are, as a URI. */
  readonly folder: string
  /** The context that it was started for. */
  readonly context: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Contexts in which it may have made something that is still there. */
  readonly touched: readonly string[]
  /** The session of the window in which something was last made. */
  readonly session: string
  /** How many hints of each step were taken. */
  readonly hints: Readonly<Record<string, number>>
  /** What was predicted at each step, as the option's text. */
  readonly answers: Readonly<Record<string, string>>
}

const memoryKey = 'netlabs.runs'
const foldersKey = 'netlabs.labFolders'

type Runs = Readonly<Record<string, LabRun>>

/**
 * The runs of labs in this workspace, kept across days. What a run has made in a cluster is found by its label;
 * this only knows where to look.
 */
export class RunStore implements Disposable {
  readonly #memory: Memento
  readonly #session: string
  readonly #changes = new Emitter<undefined>()

  readonly onChange = this.#changes.event

  /** `session` names this session of the window: what an earlier one has left is told by it. */
  constructor(memory: Memento, session: string) {
    this.#memory = memory
    this.#session = session
  }

  get all(): readonly LabRun[] {
    return Object.values(this.#runs)
  }

  of(lab: string): LabRun | undefined {
    return this.#runs[lab]
  }

  /** Where the learner keeps the files of a lab, also after a run has ended. */
  folderOf(lab: string): string | undefined {
    return this.#memory.get<Readonly<Record<string, string>>>(foldersKey)?.[lab]
  }

  async start(
    run: Pick<LabRun, 'lab' | 'run' | 'folder' | 'context' | 'startedAt'>
  ): Promise<LabRun> {
    const started: LabRun = { ...run, touched: [], session: this.#session, hints: {}, answers: {} }
    const folders = this.#memory.get<Readonly<Record<string, string>>>(foldersKey) ?? {}
    await this.#memory.update(foldersKey, { ...folders, [run.lab]: run.folder })
    await this.#keep({ ...this.#runs, [run.lab]: started })
    return started
  }

  async change(
    lab: string,
    part: Partial<Pick<LabRun, 'context' | 'hints' | 'answers'>>
  ): Promise<void> {
    const run = this.of(lab)
    if (run) await this.#keep({ ...this.#runs, [lab]: { ...run, ...part } })
  }

  /** Something was made, or is about to be, so that it is known even when the window closes meanwhile. */
  async touch(lab: string, context: string): Promise<void> {
    const run = this.of(lab)
    if (!run || (run.touched.includes(context) && run.session === this.#session)) return
    const touched = [...new Set([...run.touched, context])]
    await this.#keep({ ...this.#runs, [lab]: { ...run, touched, session: this.#session } })
  }

  /** Nothing of the run is left in this context. */
  async cleaned(lab: string, context: string): Promise<void> {
    const run = this.of(lab)
    if (!run) return
    const touched = run.touched.filter(one => one !== context)
    await this.#keep({ ...this.#runs, [lab]: { ...run, touched } })
  }

  async end(lab: string): Promise<void> {
    await this.#keep(
      Object.fromEntries(Object.entries(this.#runs).filter(([name]) => name !== lab))
    )
  }

  /** Runs that an earlier session of the window has left something of. */
  fromEarlierSessions(): readonly LabRun[] {
    return this.all.filter(
      ({ touched, session }) => touched.length > 0 && session !== this.#session
    )
  }

  dispose(): void {
    this.#changes.dispose()
  }

  get #runs(): Runs {
    return this.#memory.get<Runs>(memoryKey) ?? {}
  }

  async #keep(runs: Runs): Promise<void> {
    // The memento has the new value at once; only writing it to the disk takes time.
    const kept = this.#memory.update(memoryKey, runs)
    this.#changes.fire(undefined)
    await kept
  }
}
