import { nameOf, runProgram, shells } from './programs.ts'
import { readShellLine, type SimpleCommand, type Word } from './shell-words.ts'
import { failedWith, Output, type ToolContext, type ToolResult } from './tool.ts'

/** What a shell remembers between lines. */
export interface ShellState {
  readonly variables: Map<string, string>
  lastExit: number
  /** Set by `exit`. */
  ended: boolean
}

export function newShell(): ShellState {
  return { variables: new Map(), lastExit: 0, ended: false }
}

/** Words that begin something which this shell doesn't have. */
const keywords = new Set([
  'for',
  'while',
  'until',
  'if',
  'case',
  'do',
  'done',
  'then',
  'else',
  'fi',
  'function',
  '{',
  '}',
  '[',
  '[[',
  'test'
])

/** Runs one or several lines; commands joined by `&&` and `||` as a shell runs them. */
export function runShell(text: string, state: ShellState, context: ToolContext): ToolResult {
  const line = readShellLine(text)
  if (!line.ok) {
    state.lastExit = 2
    return failedWith(2, `sh: not in the practice cluster: ${line.reason}\n`)
  }
  const output = new Output()
  for (const command of line.commands) {
    if (state.ended) break
    if (command.join === 'and' && state.lastExit !== 0) continue
    if (command.join === 'or' && state.lastExit === 0) continue
    const result = runSimple(command, state, context)
    state.lastExit = result.exitCode
    output.add(redirected(result, command))
  }
  return output.end(state.lastExit)
}

function runSimple(command: SimpleCommand, state: ShellState, context: ToolContext): ToolResult {
  const words = command.words.flatMap(word => expanded(word, state, context))
  const assignments: [string, string][] = []
  while (words.length > 0) {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[0] ?? '')
    if (!match) break
    assignments.push([match[1] ?? '', match[2] ?? ''])
    words.shift()
  }
  const [program, ...args] = words
  if (program === undefined) {
    for (const [name, value] of assignments) state.variables.set(name, value)
    return { exitCode: 0, output: [], elapsed: 0 }
  }
  if (program === 'exit') {
    state.ended = true
    return {
      exitCode: args[0] === undefined ? state.lastExit : Number(args[0]) & 255,
      output: [],
      elapsed: 0
    }
  }
  if (program === 'export' || program === 'set' || program === 'cd') {
    for (const arg of program === 'export' ? args : []) {
      const [name = '', ...value] = arg.split('=')
      if (value.length > 0) state.variables.set(name, value.join('='))
    }
    return { exitCode: 0, output: [], elapsed: 0 }
  }
  if (shells.includes(nameOf(program))) return runNested(args, state, context)
  if (keywords.has(program))
    return failedWith(
      2,
      `sh: not in the practice cluster: "${program}" is not understood; run the commands one after the other\n`
    )
  const env = { ...context.env, ...Object.fromEntries([...state.variables, ...assignments]) }
  return runProgram([program, ...args], { ...context, env, lastExit: state.lastExit })
}

/** `sh -c '…'`; without a command a shell reads its input. */
export function runNested(
  args: readonly string[],
  state: ShellState,
  context: ToolContext
): ToolResult {
  const letters = args.findIndex(arg => /^-\w*c$/.test(arg))
  const nested = { ...newShell(), variables: new Map(state.variables) }
  if (letters < 0 && args.some(arg => !arg.startsWith('-')))
    return failedWith(127, 'sh: not in the practice cluster: scripts in files are not run\n')
  return runShell(letters < 0 ? context.input : (args[letters + 1] ?? ''), nested, context)
}

/** Puts variables in. An unquoted variable that is empty gives no word at all. */
function expanded(word: Word, state: ShellState, context: ToolContext): string[] {
  // Unquoted characters come one by one, so variables are looked for in their joined text.
  let text = ''
  let pending = ''
  const flush = (): void => {
    text += withVariables(pending, state, context)
    pending = ''
  }
  for (const part of word) {
    if (part.literal) {
      flush()
      text += part.text
    } else if (part.quoted) {
      flush()
      text += withVariables(part.text, state, context)
    } else pending += part.text
  }
  flush()
  const quoted = word.some(part => part.quoted)
  return text === '' && !quoted ? [] : [text]
}

function withVariables(text: string, state: ShellState, context: ToolContext): string {
  return text.replaceAll(
    /\$(?:\{([A-Za-z_]\w*)(?::-([^}]*))?\}|([A-Za-z_]\w*)|(\?))/g,
    (_, braced?: string, fallback?: string, plain?: string, question?: string) => {
      if (question !== undefined) return String(state.lastExit)
      const name = braced ?? plain ?? ''
      return state.variables.get(name) ?? context.env[name] ?? fallback ?? ''
    }
  )
}

function redirected(result: ToolResult, { hide, merge }: SimpleCommand): ToolResult {
  const output = result.output
    .map(part =>
      merge && part.stream === 'stderr' ? { ...part, stream: 'stdout' as const } : part
    )
    .filter(part => !hide.has(part.stream))
  return { ...result, output }
}
