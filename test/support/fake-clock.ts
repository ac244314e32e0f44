import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../src/base/clock.ts'
import type { Disposable } from '../../src/base/disposable.ts'

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** Time that passes only when the test says so. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>()
  #now: number

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(delay: number, callback: () => void): Disposable {
    const timer = { due: this.#now + delay, callback }
    this.#timers.add(timer)
    return { dispose: () => this.#timers.delete(timer) }
  }

  /** Delays until the timers that are set, in milliseconds, the nearest first. */
  get pending(): readonly number[] {
    return [...this.#timers].map(timer => timer.due - this.#now).sort((a, b) => a - b)
  }

  /** Lets time pass: timers come due in their order, with everything that they set off done in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    await settled()
    for (;;) {
      const [next] = [...this.#timers].filter(one => one.due <= end).sort((a, b) => a.due - b.due)
      if (!next) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.due)
      next.callback()
      await settled()
    }
    this.#now = end
  }
}

/** Lets promises that are already resolved take their course. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}
