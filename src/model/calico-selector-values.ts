/**
 * The values that a selector of Calico allows for each label, as far as it is a plain conjunction of
 * `==` and `in`; undefined where it is more than that.
 */
export function requiredValuesOf(
  text: string
): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const found = new Map<string, ReadonlySet<string>>()
  for (const part of text.split('&&')) {
    const [, key, one, list] =
      /^\s*([\w./-]+)\s*(?:==\s*("[^"]*"|'[^']*')|in\s*\{([^}]*)\})\s*$/.exec(part) ?? []
    if (key === undefined || found.has(key)) return undefined
    const values = one === undefined ? (list ?? '').split(',') : [one]
    found.set(key, new Set(values.map(value => value.trim().slice(1, -1))))
  }
  return found
}
