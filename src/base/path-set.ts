/** Names with `/` between their parts, such as URIs, that can be asked for by what they lie in. */
export class PathSet {
  readonly #names = new Set<string>()
  /** How many names lie below a folder, so that it costs nothing to ask about one that has none. */
  readonly #below = new Map<string, number>()

  get size(): number {
    return this.#names.size
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  add(name: string): void {
    if (this.#names.has(name)) return
    this.#names.add(name)
    this.#count(name, 1)
  }

  /** Whether it was there. */
  delete(name: string): boolean {
    if (!this.#names.delete(name)) return false
    this.#count(name, -1)
    return true
  }

  /** The name itself when it is there, and all that lie below it. */
  within(folder: string): readonly string[] {
    if (!this.#below.has(folder)) return this.#names.has(folder) ? [folder] : []
    return [...this.#names].filter(name => name === folder || name.startsWith(`${folder}/`))
  }

  #count(name: string, change: 1 | -1): void {
    for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
      const folder = name.slice(0, at)
      const count = (this.#below.get(folder) ?? 0) + change
      if (count === 0) this.#below.delete(folder)
      else this.#below.set(folder, count)
    }
  }
}
