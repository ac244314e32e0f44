import { nameOf, runProgram, shells } from './programs.ts'
import { expandWord, type Substitute } from './shell-expand.ts'
import {
  parseShell,
  type Redirections,
  type ShellCommand,
  type ShellList,
  type ShellStep
} from './shell-syntax.ts'
import type { Word } from './shell-words.ts'
import { failedWith, Output, type ToolContext, type ToolResult } from './tool.ts'

/** What a shell remembers between lines. */
export interface ShellState {
  readonly variables: Map<string, string>
  lastExit: number
  /** Set by `exit`. */
  ended: boolean
}

/** How many commands a line may run: loops of loops end here. */
const longestRun = 2_000

export function newShell(): ShellState {
  return { variables: new Map(), lastExit: 0, ended: false }
}

/** Runs one or several lines. */
export function runShell(text: string, state: ShellState, context: ToolContext): ToolResult {
  return new Run(context).lines(text, state)
}

/** `sh -c '…'`; without a command a shell reads its input. */
export function runNested(
  args: readonly string[],
  state: ShellState,
  context: ToolContext
): ToolResult {
  return new Run(context).nested(args, state, context.input)
}

/** One line with everything that it starts. */
class Run {
  readonly #context: ToolContext
  #commands = 0

  constructor(context: ToolContext) {
    this.#context = context
  }

  lines(text: string, state: ShellState, input = this.#context.input): ToolResult {
    const parsed = parseShell(text)
    if (parsed.ok) return this.#list(parsed.list, state, input)
    state.lastExit = 2
    return failedWith(2, `sh: not in the practice cluster: ${parsed.reason}\n`)
  }

  nested(args: readonly string[], state: ShellState, input: string): ToolResult {
    const letters = args.findIndex(arg => /^-\w*c$/.test(arg))
    if (letters < 0 && args.some(arg => !arg.startsWith('-')))
      return failedWith(127, 'sh: not in the practice cluster: scripts in files are not run\n')
    return this.lines(letters < 0 ? input : (args[letters + 1] ?? ''), copyOf(state), input)
  }

  #list(list: ShellList, state: ShellState, input: string): ToolResult {
    const output = new Output()
    for (const { join, pipeline } of list) {
      if (state.ended) break
      if (join === 'and' && state.lastExit !== 0) continue
      if (join === 'or' && state.lastExit === 0) continue
      const result = this.#pipeline(pipeline, state, input)
      state.lastExit = result.exitCode
      output.add(result)
    }
    return output.end(state.lastExit)
  }

  #pipeline(commands: ShellStep['pipeline'], state: ShellState, input: string): ToolResult {
    const output = new Output()
    let exitCode = 0
    let piped = input
    commands.forEach((command, i) => {
      // Each command of a pipe has a shell of its own, whose variables go with it.
      const own = commands.length > 1 ? copyOf(state) : state
      const result = redirected(this.#command(command, own, piped), command)
      const isLast = i === commands.length - 1
      const printed = result.output.filter(part => isLast || part.stream === 'stderr')
      output.add({ ...result, output: printed })
      piped = textOf(result)
      exitCode = result.exitCode
    })
    return output.end(exitCode)
  }

  #command(command: ShellCommand, state: ShellState, input: string): ToolResult {
    switch (command.kind) {
      case 'simple':
        return this.#simple(command.words, state, input)
      case 'for': {
        const output = new Output()
        state.lastExit = 0
        for (const value of this.#expanded(command.words, state, output)) {
          if (state.ended) break
          state.variables.set(command.variable, value)
          output.add(this.#list(command.body, state, input))
        }
        return output.end(state.lastExit)
      }
      case 'if': {
        const output = new Output()
        for (const { condition, body } of command.branches) {
          const asked = this.#list(condition, state, input)
          output.add(asked)
          if (asked.exitCode !== 0) continue
          output.add(this.#list(body, state, input))
          return output.end(state.lastExit)
        }
        state.lastExit = 0
        output.add(this.#list(command.otherwise, state, input))
        return output.end(state.lastExit)
      }
    }
  }

  #simple(words: readonly Word[], state: ShellState, input: string): ToolResult {
    if (++this.#commands > longestRun) {
      state.ended = true
      return failedWith(
        2,
        `sh: not in the practice cluster: over ${longestRun} commands in a line\n`
      )
    }
    const output = new Output()
    const expanded = this.#expanded(words, state, output)
    const assignments: [string, string][] = []
    while (expanded.length > 0) {
      const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(expanded[0] ?? '')
      if (!match) break
      assignments.push([match[1] ?? '', match[2] ?? ''])
      expanded.shift()
    }
    const substituted = words.some(word => word.some(part => part.command === true))
    const result = this.#words(expanded, assignments, state, input)
    output.add(result)
    // An assignment alone has the exit code of what it asked.
    return output.end(expanded.length === 0 && substituted ? state.lastExit : result.exitCode)
  }

  #words(
    [program, ...args]: readonly string[],
    assignments: readonly [string, string][],
    state: ShellState,
    input: string
  ): ToolResult {
    if (program === undefined) {
      for (const [name, value] of assignments) state.variables.set(name, value)
      return nothing
    }
    if (program === 'exit') {
      state.ended = true
      return {
        ...nothing,
        exitCode: args[0] === undefined ? state.lastExit : Number(args[0]) & 255
      }
    }
    if (program === 'export') {
      for (const [name = '', ...value] of args.map(arg => arg.split('=')))
        if (value.length > 0) state.variables.set(name, value.join('='))
      return nothing
    }
    if (program === 'set' || program === 'cd') return nothing
    if (program === 'exec' && args.length > 0) {
      const result = this.#words(args, assignments, state, input)
      state.ended = true
      return result
    }
    if (shells.includes(nameOf(program))) return this.nested(args, state, input)
    const env = {
      ...this.#context.env,
      ...Object.fromEntries([...state.variables, ...assignments])
    }
    const { lastExit } = state
    return runProgram([program, ...args], { ...this.#context, env, lastExit, input })
  }

  /** Words with everything put in; what substitutions say on stderr and how long they take goes to the output. */
  #expanded(words: readonly Word[], state: ShellState, output: Output): string[] {
    const substitute: Substitute = command => {
      const result = this.lines(command, copyOf(state), '')
      state.lastExit = result.exitCode
      output.add({ ...result, output: result.output.filter(part => part.stream === 'stderr') })
      return textOf(result).replace(/\n+$/, '')
    }
    return words.flatMap(word => expandWord(word, state, this.#context, substitute))
  }
}

const nothing: ToolResult = { exitCode: 0, output: [], elapsed: 0 }

function copyOf(state: ShellState): ShellState {
  return { ...newShell(), variables: new Map(state.variables), lastExit: state.lastExit }
}

function textOf({ output }: ToolResult): string {
  return output
    .filter(part => part.stream === 'stdout')
    .map(part => part.text)
    .join('')
}

function redirected(result: ToolResult, { hide, merge, complain }: Redirections): ToolResult {
  const output = result.output
    .map(part => {
      if (merge && part.stream === 'stderr') return { ...part, stream: 'stdout' as const }
      if (complain && part.stream === 'stdout') return { ...part, stream: 'stderr' as const }
      return part
    })
    .filter(part => !hide.has(part.stream))
  return { ...result, output }
}
