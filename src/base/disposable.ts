/** Something with a life time. Disposing twice is allowed and does nothing the second time. */
export interface Disposable {
  dispose(): void
}

/** Collects disposables and ends them together, the last one first. */
export class Disposables implements Disposable {
  readonly #items: Disposable[] = []
  #disposed = false

  add<Item extends Disposable>(item: Item): Item {
    if (this.#disposed) item.dispose()
    else this.#items.push(item)
    return item
  }

  dispose(): void {
    this.#disposed = true
    for (let item = this.#items.pop(); item; item = this.#items.pop()) item.dispose()
  }
}
