/** Hands values from callbacks to one `for await` loop, in order. */
export class AsyncQueue<Value> implements AsyncIterable<Value> {
  readonly #values: Value[] = []
  readonly #onLeave: () => void
  #wake: () => void = () => {}
  #ended = false
  #failure: Error | undefined

  /** `onLeave` is called when the loop is left, by its end or before. */
  constructor(onLeave: () => void = () => {}) {
    this.#onLeave = onLeave
  }

  push(value: Value): void {
    if (this.#ended) return
    this.#values.push(value)
    this.#wake()
  }

  /** Ends the loop after the values that are already here; with a failure it throws then. */
  end(failure?: Error): void {
    if (this.#ended) return
    this.#ended = true
    this.#failure = failure
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    try {
      for (;;) {
        while (this.#values.length > 0) yield this.#values.shift() as Value
        if (this.#failure) throw this.#failure
        if (this.#ended) return
        await new Promise<void>(resolve => (this.#wake = resolve))
      }
    } finally {
      this.#onLeave()
    }
  }
}
