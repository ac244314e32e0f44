interface Memento {
  keys(): readonly string[]
  get<T>(key: string, standard?: T): T | undefined
  update(key: string, value: unknown): Promise<void>
}

/** What an extension remembers, as the editor hands it out; it lives as long as the test. */
export function memento(): Memento & { get<T>(key: string, standard: T): T } {
  const values = new Map<string, string>()
  const get: Memento['get'] = (key, standard) => {
    const text = values.get(key)
    return text === undefined ? standard : (JSON.parse(text) as typeof standard)
  }
  return {
    keys: () => [...values.keys()],
    get: get as Memento['get'] & (<T>(key: string, standard: T) => T),
    update(key, value) {
      if (value === undefined) values.delete(key)
      else values.set(key, JSON.stringify(value))
      return Promise.resolve()
    }
  }
}
