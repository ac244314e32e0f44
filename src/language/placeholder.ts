/**
 * Whether a value is filled in by a tool before it is applied: `${PORT}` for envsubst and its like, `@PORT@` and
 * `__PORT__` for scripts. Longer texts are files of their own, in which such signs may mean something else.
 */
export function isFilledInLater(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\n') && placeholder.test(value)
}

const placeholder =
  /\$\{[^}]+\}|\{\{.+?\}\}|^\$\(?[A-Za-z_]\w*\)?$|@[A-Z][A-Z0-9_]*@|__[A-Z][A-Z0-9_]*__/
