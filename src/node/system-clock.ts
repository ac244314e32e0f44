import type { Clock } from '../base/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay)
    return { dispose: () => clearTimeout(timer) }
  }
}
