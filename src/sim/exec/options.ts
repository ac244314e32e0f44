/** Command-line options of one program, as getopt reads them. */
export interface OptionSpec {
  /** Letters and long names that take a value. */
  readonly withValue: readonly string[]
  /** Letters and long names that don't. */
  readonly flags: readonly string[]
}

export interface ReadOptions {
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly rest: readonly string[]
  /** The first option that the program doesn't have. */
  readonly unknown: string | undefined
}

/** Reads `-sS -m 3 --max-time=3 url`; what is no option, or stands after `--`, is the rest. */
export function readOptions(args: readonly string[], spec: OptionSpec): ReadOptions {
  const flags = new Set<string>()
  const values = new Map<string, string[]>()
  const rest: string[] = []
  let unknown: string | undefined
  const queue = [...args]
  const take = (name: string, given: string | undefined): void => {
    const value = given ?? queue.shift() ?? ''
    values.set(name, [...(values.get(name) ?? []), value])
  }
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (arg === '--') {
      rest.push(...queue)
      break
    }
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=')
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals)
      const given = equals < 0 ? undefined : arg.slice(equals + 1)
      if (spec.withValue.includes(name)) take(name, given)
      else if (spec.flags.includes(name)) flags.add(name)
      else unknown ??= arg
    } else if (arg.startsWith('-') && arg.length > 1) readLetters(arg)
    else rest.push(arg)
  }
  return { flags, values, rest, unknown }

  function readLetters(arg: string): void {
    const letters = arg.slice(1)
    for (let i = 0; i < letters.length; i++) {
      const letter = letters.charAt(i)
      if (spec.withValue.includes(letter)) {
        const glued = letters.slice(i + 1)
        take(letter, glued === '' ? undefined : glued)
        return
      }
      if (spec.flags.includes(letter)) flags.add(letter)
      else unknown ??= `-${letter}`
    }
  }
}

export function lastValue(options: ReadOptions, ...names: readonly string[]): string | undefined {
  return names.map(name => options.values.get(name)?.at(-1)).find(value => value !== undefined)
}

export function hasFlag(options: ReadOptions, ...names: readonly string[]): boolean {
  return names.some(name => options.flags.has(name))
}

/** Seconds as `3`, `0.5` or `3s`, in milliseconds. */
export function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d+(\.\d+)?s?$/.test(text)) return undefined
  return Number.parseFloat(text) * 1000
}
