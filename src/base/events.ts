import type { Disposable } from './disposable.ts'

/** Subscribes to something that happens more than once. */
export type Event<Value> = (listener: (value: Value) => void) => Disposable

/** The sending side of an `Event`. A listener that throws doesn't keep the others from hearing. */
export class Emitter<Value> implements Disposable {
  readonly #listeners = new Set<(value: Value) => void>()

  readonly event: Event<Value> = listener => {
    // Wrapped, so that one function subscribed twice counts as two subscriptions.
    const own = (value: Value): void => {
      listener(value)
    }
    this.#listeners.add(own)
    return { dispose: () => this.#listeners.delete(own) }
  }

  fire(value: Value): void {
    const problems: unknown[] = []
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        problems.push(error)
      }
    }
    if (problems.length > 0)
      throw problems.length === 1 ? problems[0] : new AggregateError(problems)
  }

  dispose(): void {
    this.#listeners.clear()
  }
}
