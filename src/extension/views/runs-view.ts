import { window } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { listLabelled } from '../../cluster/remove-labelled.ts'
import { runLabel } from '../../labs/lab-objects.ts'
import { systemClock } from '../../node/system-clock.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { viewIds } from '../ids.ts'
import type { LabLibrary } from '../labs/lab-library.ts'
import type { RunStore } from '../labs/run-store.ts'
import { NodeTree } from './node-tree.ts'
import { runsTree } from './runs-tree.ts'
import { whenWords } from './when.ts'

export interface RunsViewOptions {
  readonly session: ClusterSession
  readonly library: LabLibrary
  readonly runs: RunStore
  readonly log: LogChannel
}

/** Changes that come within this many milliseconds are shown together. */
const quiet = 300

/** The Runs view: what labs have made in the connected cluster. It asks only while it is on screen. */
export class RunsView implements Disposable {
  readonly #options: RunsViewOptions
  readonly #tree = new NodeTree()
  readonly #view = window.createTreeView(viewIds.runs, { treeDataProvider: this.#tree })
  readonly #disposables = new Disposables()
  #timer: NodeJS.Timeout | undefined
  /** Counts questions, so that a late answer to an earlier one is dropped. */
  #turn = 0

  constructor(options: RunsViewOptions) {
    this.#options = options
    const { session, runs, library } = options
    const own = this.#disposables
    own.add(this.#tree)
    own.add(this.#view)
    own.add(this.#view.onDidChangeVisibility(() => this.#soon()))
    own.add(session.onChange(() => this.#soon()))
    own.add(session.onWrite(() => this.#soon()))
    own.add(runs.onChange(() => this.#soon()))
    own.add(library.onChange(() => this.#soon()))
  }

  /** What the view shows, for the tests. */
  get rows(): NodeTree['roots'] {
    return this.#tree.roots
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#turn++
    this.#disposables.dispose()
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#look().catch((error: unknown) =>
        this.#options.log.error('What labs have made could not be listed.', error)
      )
    }, quiet)
  }

  async #look(): Promise<void> {
    const turn = ++this.#turn
    const { session, runs, library } = this.#options
    const { state } = session
    if (state.kind !== 'connected') {
      this.#tree.show([])
      return
    }
    if (!this.#view.visible) return
    const { cluster } = state
    const here = runs.all.filter(({ touched }) => touched.includes(cluster.context))
    const facts = await Promise.all(
      here.map(async ({ lab, run, startedAt }) => {
        const found = await listLabelled(cluster, `${runLabel}=${run}`)
        return {
          lab,
          run,
          title: library.find(lab)?.lab.title ?? lab,
          since: whenWords(startedAt, systemClock.now()),
          objects: found.ok ? found.value.objects : []
        }
      })
    )
    if (turn === this.#turn) this.#tree.show(runsTree(facts))
  }
}
