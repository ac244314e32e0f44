import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../src/base/clock.ts'
import type { Disposable } from '../../src/base/disposable.ts'

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** Turns of the event loop in which work that needs no time comes to its end. */
const idleTurns = 5

/** Time that jumps to the next timer as soon as nothing else is left to do, so that nobody waits. */
export class EagerClock implements Clock {
  readonly #timers = new Set<Timer>()
  #now = Date.UTC(2026, 0, 1)
  #isRunning = false

  now(): number {
    return this.#now
  }

  after(delay: number, callback: () => void): Disposable {
    const timer = { due: this.#now + delay, callback }
    this.#timers.add(timer)
    if (!this.#isRunning) void this.#run()
    return { dispose: () => this.#timers.delete(timer) }
  }

  /** Lets time pass without waiting for it. */
  skip(milliseconds: number): void {
    this.#now += milliseconds
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    for (;;) {
      for (let turn = 0; turn < idleTurns; turn++) await setImmediate()
      const [next] = [...this.#timers].sort((a, b) => a.due - b.due)
      if (!next) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.due)
      next.callback()
    }
    this.#isRunning = false
  }
}
