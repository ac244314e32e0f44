import { isRecord } from '../../../src/base/json.ts'

/** The value at a path such as `body.items.0.metadata.name`; `*` gives a list of what each item has there. */
export function pick(value: unknown, path: string): unknown {
  return follow(value, path === '' ? [] : path.split('.'))
}

export function picks(value: unknown, paths: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(paths.map(path => [path, pick(value, path)]))
}

function follow(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value
  if (first === '*' && Array.isArray(value)) return value.map(item => follow(item, rest))
  if (Array.isArray(value)) return follow((value as readonly unknown[])[Number(first)], rest)
  if (!isRecord(value)) return undefined
  // Keys such as `app.kubernetes.io/name` have dots; what is left of the path is tried as one key first.
  const whole = [first, ...rest].join('.')
  return whole in value ? value[whole] : follow(value[first], rest)
}
