import type { ShellState } from './shell.ts'
import type { Word } from './shell-words.ts'
import type { ToolContext } from './tool.ts'

/** What a command in `$(…)` prints, without the line ends at its end. */
export type Substitute = (command: string) => string

/**
 * Puts variables and substitutions in. What they give outside of quotes is taken apart at its white space,
 * unless it belongs to an assignment; nothing at all gives no word.
 */
export function expandWord(
  word: Word,
  state: ShellState,
  context: ToolContext,
  substitute: Substitute
): string[] {
  const whole = isAssignment(word)
  const words: string[] = []
  let current: string | undefined
  const addPieces = (text: string): void => {
    const pieces = whole ? [text] : text.split(/[ \t\n]+/)
    pieces.forEach((piece, i) => {
      if (i > 0) {
        if (current !== undefined) words.push(current)
        current = undefined
      }
      if (piece !== '') current = (current ?? '') + piece
    })
  }
  // Unquoted characters come one by one, so variables are looked for in their joined text.
  let pending = ''
  const flush = (): void => {
    if (pending !== '') addPieces(withVariables(pending, state, context))
    pending = ''
  }
  for (const part of word) {
    if (!part.quoted && part.command !== true) {
      pending += part.text
      continue
    }
    flush()
    const text = part.command
      ? substitute(part.text)
      : part.literal
        ? part.text
        : withVariables(part.text, state, context)
    if (part.quoted) current = (current ?? '') + text
    else addPieces(text)
  }
  flush()
  return current === undefined ? words : [...words, current]
}

function isAssignment(word: Word): boolean {
  let name = ''
  for (const part of word) {
    if (part.quoted || part.command === true) return false
    if (part.text === '=') return /^[A-Za-z_]\w*$/.test(name)
    name += part.text
  }
  return false
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
