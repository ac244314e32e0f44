import type { OffsetRange } from './text-edit.ts'

/** What an action of Go's text/template does to the text around it. */
export type ActionRole = 'opens' | 'else' | 'ends' | 'silent' | 'value'

export interface TemplateAction extends OffsetRange {
  readonly role: ActionRole
  /** Where the line ends in which it begins. */
  readonly line: number
  /** The first word, such as `if` or `range`; empty for values and comments. */
  readonly word: string
}

/**
 * The actions of a text, as https://pkg.go.dev/text/template#hdr-Actions has them. One that is not closed, because
 * it is being typed, ends with its line. Linear in the text.
 */
export function templateActions(text: string): readonly TemplateAction[] {
  const actions: TemplateAction[] = []
  // Once the rest of the text was searched in vain, no action is looked for beyond its line.
  let isSearched = false
  let line = -1
  for (let start = text.indexOf('{{'); start >= 0;) {
    if (line < start) line = lineEnd(text, start)
    let end = endOf(text, start + 2, isSearched ? line : text.length)
    if (end < 0) {
      isSearched = true
      end = line
    }
    const inside = text.slice(start + 2, Math.min(end, start + 80))
    const word = /^-?\s*([a-z]+)\b/.exec(inside)?.[1] ?? ''
    actions.push({ start, end, line, word, role: roleOf(word, inside) })
    start = text.indexOf('{{', end)
  }
  return actions
}

function roleOf(word: string, inside: string): ActionRole {
  if (word === 'else') return 'else'
  if (word === 'end') return 'ends'
  if (['if', 'with', 'range', 'define', 'block'].includes(word)) return 'opens'
  if (word === 'break' || word === 'continue') return 'silent'
  return /^-?\s*(?:\/\*|\$\w*\s*:?=)/.test(inside) ? 'silent' : 'value'
}

/** Behind the `}}` that closes an action, not one in a comment or in a text of the action; -1 when there is none. */
function endOf(text: string, from: number, limit: number): number {
  const comment = /^-?\s*\/\*/.exec(text.slice(from, from + 40))
  let at = from
  if (comment) {
    const close = text.indexOf('*/', from + comment[0].length)
    if (close < 0 || close > limit) return -1
    at = close
  }
  let quote = ''
  for (; at < limit; at++) {
    const char = text.charAt(at)
    if (quote === '') {
      if (char === '}' && text.charAt(at + 1) === '}') return at + 2
      if (char === '"' || char === '`' || char === "'") quote = char
    } else if (char === '\\' && quote !== '`') at++
    else if (char === quote) quote = ''
    // Such a text ends in its line; it is still being typed.
    else if (char === '\n' && quote !== '`') return at
  }
  return -1
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
