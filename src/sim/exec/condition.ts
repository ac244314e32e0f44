import { failedWith, type Tool, type ToolResult } from './tool.ts'

const binary: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '-eq': (a, b) => Number(a) === Number(b),
  '-ne': (a, b) => Number(a) !== Number(b),
  '-lt': (a, b) => Number(a) < Number(b),
  '-le': (a, b) => Number(a) <= Number(b),
  '-gt': (a, b) => Number(a) > Number(b),
  '-ge': (a, b) => Number(a) >= Number(b)
}

/** `test` and `[`: one comparison of texts or numbers, or whether a text is empty. */
export const test: Tool = args => answer(args, 'test')

export const bracket: Tool = args =>
  args.at(-1) === ']' ? answer(args.slice(0, -1), '[') : failedWith(2, '[: missing ]\n')

function answer(args: readonly string[], name: string): ToolResult {
  if (args[0] === '!' && args.length > 1) {
    const result = answer(args.slice(1), name)
    return result.exitCode > 1 ? result : exit(result.exitCode === 1)
  }
  const [first = '', operator = '', second = ''] = args
  if (args.length <= 1) return exit(first !== '')
  if (args.length === 2 && first === '-n') return exit(operator !== '')
  if (args.length === 2 && first === '-z') return exit(operator === '')
  const compare = Object.hasOwn(binary, operator) ? binary[operator] : undefined
  if (args.length !== 3 || !compare)
    return failedWith(
      2,
      `${name}: not in the practice cluster: "${args.join(' ')}" is not understood\n`
    )
  const isNumeric = operator.startsWith('-')
  const wrong = [first, second].find(text => isNumeric && !/^\s*-?\d+\s*$/.test(text))
  if (wrong !== undefined) return failedWith(2, `${name}: ${wrong}: bad number\n`)
  return exit(compare(first, second))
}

function exit(isTrue: boolean): ToolResult {
  return { exitCode: isTrue ? 0 : 1, output: [], elapsed: 0 }
}
