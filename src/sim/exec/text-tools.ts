import { hasFlag, lastValue, readOptions, type OptionSpec, type ReadOptions } from './options.ts'
import {
  failedWith,
  notHere,
  printed,
  type Tool,
  type ToolContext,
  type ToolResult
} from './tool.ts'

/** Programs that read text, mostly out of a pipe, and print some of it. */
export const textTools: Readonly<Record<string, Tool>> = {
  head: filter('head', { withValue: ['n', 'lines'], flags: [] }, (lines, options) =>
    lines.slice(0, countOf(options))
  ),
  tail,
  sort: filter('sort', { withValue: [], flags: ['n', 'r', 'u'] }, sorted),
  uniq: filter('uniq', { withValue: [], flags: ['c', 'd'] }, unique),
  cut: filter('cut', { withValue: ['d', 'f'], flags: ['s'] }, cut),
  grep,
  egrep: (args, context) => grep(['-E', ...args], context),
  wc,
  tr
}

const lastLines = filter('tail', { withValue: ['n', 'lines'], flags: [] }, (lines, options) =>
  lines.slice(Math.max(0, lines.length - countOf(options)))
)

/** `tail -f /dev/null` is how many containers are kept alive. */
function tail(args: readonly string[], context: ToolContext): ToolResult {
  return args.some(arg => /^-[fF]$/.test(arg))
    ? { exitCode: 0, output: [], elapsed: Infinity }
    : lastLines(args, context)
}

type Change = (lines: readonly string[], options: ReadOptions) => readonly string[]

function filter(name: string, spec: OptionSpec, change: Change): Tool {
  return (args, context) => {
    // `head -3` is short for `head -n 3`.
    const options = readOptions(
      args.map(arg => arg.replace(/^-(\d+)$/, '-n$1')),
      spec
    )
    if (options.unknown !== undefined) return unknownOption(name, options.unknown)
    const text = textIn(options.rest, context)
    if (text === undefined) return noFile(name, options.rest)
    return printed(
      change(linesOf(text), options)
        .map(line => `${line}\n`)
        .join('')
    )
  }
}

function countOf(options: ReadOptions): number {
  const count = Number(lastValue(options, 'n', 'lines') ?? 10)
  return Number.isNaN(count) ? 10 : Math.abs(count)
}

function sorted(lines: readonly string[], options: ReadOptions): readonly string[] {
  const compare = (a: string, b: string): number =>
    hasFlag(options, 'n') ? Number.parseFloat(a) - Number.parseFloat(b) : a < b ? -1 : 1
  const list = [...lines].sort(compare)
  if (hasFlag(options, 'r')) list.reverse()
  return hasFlag(options, 'u') ? [...new Set(list)] : list
}

function unique(lines: readonly string[], options: ReadOptions): readonly string[] {
  const groups: { line: string; count: number }[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last?.line === line) last.count++
    else groups.push({ line, count: 1 })
  }
  return groups
    .filter(({ count }) => !hasFlag(options, 'd') || count > 1)
    .map(({ line, count }) =>
      hasFlag(options, 'c') ? `${String(count).padStart(7)} ${line}` : line
    )
}

function cut(lines: readonly string[], options: ReadOptions): readonly string[] {
  const separator = lastValue(options, 'd') ?? '\t'
  const wanted = (lastValue(options, 'f') ?? '1').split(',').map(Number)
  return lines.map(line => {
    const fields = line.split(separator)
    if (fields.length === 1) return line
    return wanted.flatMap(field => fields.slice(field - 1, field)).join(separator)
  })
}

const grepOptions: OptionSpec = {
  withValue: ['e', 'm'],
  flags: ['i', 'v', 'c', 'q', 'o', 'n', 'E', 'F', 'w', 'color']
}

function grep(args: readonly string[], context: ToolContext): ToolResult {
  const options = readOptions(args, grepOptions)
  if (options.unknown !== undefined) return unknownOption('grep', options.unknown)
  const given = lastValue(options, 'e')
  const [pattern, ...files] = given === undefined ? options.rest : [given, ...options.rest]
  if (pattern === undefined) return failedWith(2, 'grep: no pattern\n')
  const text = textIn(files, context)
  if (text === undefined) return noFile('grep', files)
  const expression = expressionOf(pattern, options)
  if (!expression) return notHere('grep', `the pattern ${pattern} is not understood.`)
  const inverted = hasFlag(options, 'v')
  const limit = Number(lastValue(options, 'm') ?? Infinity)
  const found = linesOf(text)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => expression.test(line) !== inverted)
    .slice(0, limit)
  const exitCode = found.length > 0 ? 0 : 1
  if (hasFlag(options, 'q')) return { exitCode, output: [], elapsed: 0 }
  if (hasFlag(options, 'c')) return { ...printed(`${found.length}\n`), exitCode }
  const every = new RegExp(expression.source, `${expression.flags}g`)
  const shown = found.flatMap(({ line, number }) => {
    const texts = hasFlag(options, 'o') && !inverted ? (line.match(every) ?? []) : [line]
    return texts.map(one => (hasFlag(options, 'n') ? `${number}:${one}\n` : `${one}\n`))
  })
  return { ...printed(shown.join('')), exitCode }
}

function expressionOf(pattern: string, options: ReadOptions): RegExp | undefined {
  const source = hasFlag(options, 'F')
    ? pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    : hasFlag(options, 'E')
      ? pattern
      : // In a basic expression these mean something only behind a backslash.
        pattern.replaceAll(/\\?[+?(){}|]/g, text => (text.length > 1 ? text.slice(1) : `\\${text}`))
  try {
    return new RegExp(
      hasFlag(options, 'w') ? `\\b(?:${source})\\b` : source,
      hasFlag(options, 'i') ? 'i' : ''
    )
  } catch {
    return undefined
  }
}

function wc(args: readonly string[], context: ToolContext): ToolResult {
  const options = readOptions(args, { withValue: [], flags: ['l', 'w', 'c', 'm'] })
  if (options.unknown !== undefined) return unknownOption('wc', options.unknown)
  const text = textIn(options.rest, context)
  if (text === undefined) return noFile('wc', options.rest)
  const counts = {
    l: text.split('\n').length - 1,
    w: text.split(/\s+/).filter(word => word !== '').length,
    c: new TextEncoder().encode(text).length,
    m: Array.from(text).length
  }
  const asked = (['l', 'w', 'c', 'm'] as const).filter(letter => hasFlag(options, letter))
  const shown = asked.length > 0 ? asked : (['l', 'w', 'c'] as const)
  const numbers = shown.map(letter => String(counts[letter]))
  const line =
    numbers.length === 1 ? numbers.join('') : numbers.map(one => one.padStart(9)).join('')
  return printed(`${line}${options.rest.length > 0 ? ` ${options.rest.join(' ')}` : ''}\n`)
}

function tr(args: readonly string[], context: ToolContext): ToolResult {
  const removes = args[0] === '-d'
  const [from = '', to = ''] = removes ? args.slice(1) : args
  if (args.some(arg => arg.startsWith('-') && arg !== '-d') || (!removes && args.length !== 2))
    return notHere('tr', 'only tr SET1 SET2 and tr -d SET are answered.')
  const [wanted, others] = [setOf(from), setOf(to)]
  const changed = Array.from(context.input, char => {
    const at = wanted.indexOf(char)
    if (at < 0) return char
    return removes ? '' : (others[at] ?? others.at(-1) ?? '')
  })
  return printed(changed.join(''))
}

/** `a-z\n` as its characters. */
function setOf(text: string): string[] {
  return text
    .replaceAll('\\n', '\n')
    .replaceAll('\\r', '\r')
    .replaceAll('\\t', '\t')
    .replaceAll(/(.)-(.)/gs, (_, first: string, last: string) => {
      const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)]
      const length = Math.max(0, to - from + 1)
      return Array.from({ length }, (__, i) => String.fromCharCode(from + i)).join('')
    })
    .split('')
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function textIn(files: readonly string[], context: ToolContext): string | undefined {
  if (files.length === 0) return context.input
  const texts = files.map(file => (file === '-' ? context.input : context.readFile(file)))
  return texts.every(text => text !== undefined) ? texts.join('') : undefined
}

function noFile(name: string, files: readonly string[]): ToolResult {
  return failedWith(
    name === 'grep' ? 2 : 1,
    `${name}: ${files.join(', ')}: the practice cluster has the files that Kubernetes mounts, not those of images\n`
  )
}

function unknownOption(name: string, option: string): ToolResult {
  return notHere(name, `the option ${option} is not understood.`)
}
