import type { Disposable } from '../base/disposable.ts'
import type { Backend } from './backend.ts'
import { controllers } from './controllers/controllers.ts'
import type { Workload } from './workload.ts'

/** Milliseconds between a change and the controllers' next turn: watchers see the states in between. */
const pace = 20

/** Far more turns than the longest rollout of a practice cluster takes; beyond it two controllers disagree. */
const mostTurns = 1000

/** Gives the controllers their turns: a while after every change, until nothing changes any more. */
export class Reconciler implements Disposable {
  readonly #backend: Backend
  readonly #workload: Workload
  readonly #subscription: Disposable
  #turn: Disposable | undefined
  #working = false

  constructor(backend: Backend, workload: Workload) {
    this.#backend = backend
    this.#workload = workload
    this.#subscription = backend.store.onChange(() => {
      if (!this.#working) this.#schedule()
    })
  }

  /** Lets the controllers work at once until they are done. */
  settle(): void {
    this.#turn?.dispose()
    this.#turn = undefined
    for (let turns = 0; this.#work(); turns++)
      if (turns > mostTurns) throw new Error('the controllers do not come to rest')
  }

  /** Something that this cluster sees has changed elsewhere. */
  wake(): void {
    if (!this.#working) this.#schedule()
  }

  dispose(): void {
    this.#turn?.dispose()
    this.#subscription.dispose()
  }

  #schedule(): void {
    this.#turn ??= this.#backend.clock.after(pace, () => {
      this.#turn = undefined
      if (this.#work()) this.#schedule()
    })
  }

  /** One turn of every controller; gives whether anything changed. */
  #work(): boolean {
    const before = this.#backend.store.revision
    this.#working = true
    try {
      for (const controller of controllers) controller(this.#backend, this.#workload)
    } finally {
      this.#working = false
    }
    return this.#backend.store.revision !== before
  }
}
