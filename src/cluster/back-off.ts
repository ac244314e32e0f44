/** Delays that double up to a limit, each shortened by chance so that clients don't return in step. */
export class BackOff {
  readonly #random: () => number
  #next = firstDelay

  constructor(random: () => number) {
    this.#random = random
  }

  /** Milliseconds to wait before the next try: between half of the current delay and all of it. */
  next(): number {
    const delay = this.#next
    this.#next = Math.min(delay * 2, longestDelay)
    return delay / 2 + (delay / 2) * this.#random()
  }

  reset(): void {
    this.#next = firstDelay
  }
}

const firstDelay = 1_000
const longestDelay = 30_000
