/** One simple command of a shell line, with what joins it to the one before. */
export interface SimpleCommand {
  readonly join: 'always' | 'and' | 'or'
  readonly words: readonly Word[]
  readonly hide: ReadonlySet<'stdout' | 'stderr'>
  /** `2>&1`: what goes to stderr comes on stdout. */
  readonly merge: boolean
}

/** A word before variables are put in; parts in single quotes stay as they are. */
export type Word = readonly {
  readonly text: string
  readonly literal: boolean
  readonly quoted: boolean
}[]

export type ShellLine =
  | { readonly ok: true; readonly commands: readonly SimpleCommand[] }
  | { readonly ok: false; readonly reason: string }

type Token = { readonly word: Word } | { readonly operator: string }

/**
 * Reads a line of shell: words and quotes, `;`, `&&`, `||`, and output thrown away or merged. Everything else of
 * the shell's language is refused by name.
 */
export function readShellLine(line: string): ShellLine {
  const tokens = tokensOf(line)
  if (typeof tokens === 'string') return { ok: false, reason: tokens }
  const commands: SimpleCommand[] = []
  let join: SimpleCommand['join'] = 'always'
  let words: Word[] = []
  let hide = new Set<'stdout' | 'stderr'>()
  let merge = false
  const finish = (): void => {
    if (words.length > 0) commands.push({ join, words, hide, merge })
    words = []
    hide = new Set()
    merge = false
  }
  for (const token of tokens) {
    if ('word' in token) {
      words.push(token.word)
      continue
    }
    switch (token.operator) {
      case '2>&1':
        merge = true
        break
      case '>/dev/null':
        hide.add('stdout')
        break
      case '2>/dev/null':
        hide.add('stderr')
        break
      case '&>/dev/null':
        hide.add('stdout').add('stderr')
        break
      default:
        if (words.length === 0 && token.operator !== ';')
          return { ok: false, reason: `syntax error: unexpected "${token.operator}"` }
        finish()
        join = token.operator === '&&' ? 'and' : token.operator === '||' ? 'or' : 'always'
    }
  }
  finish()
  return { ok: true, commands }
}

const redirection = /^(?:2>&1|(?:[12&]?)>\s*\/dev\/null(?=[\s;&|)]|$))/

function tokensOf(line: string): Token[] | string {
  const tokens: Token[] = []
  let word: { text: string; literal: boolean; quoted: boolean }[] | undefined
  const add = (text: string, literal: boolean, quoted: boolean): void => {
    word ??= []
    word.push({ text, literal, quoted })
  }
  const endWord = (): void => {
    if (word) tokens.push({ word })
    word = undefined
  }
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i)
    const rest = line.slice(i)
    const redirect = word === undefined ? redirection.exec(rest) : null
    if (redirect) {
      tokens.push({ operator: redirect[0].replaceAll(/\s/g, '').replace(/^1>/, '>') })
      i += redirect[0].length - 1
    } else if (/\s/.test(char)) {
      endWord()
      if (char === '\n') tokens.push({ operator: ';' })
    } else if (char === '#' && word === undefined) {
      const end = rest.indexOf('\n')
      i = end < 0 ? line.length : i + end - 1
    } else if (char === "'" || char === '"') {
      const end = endOfQuote(line, i)
      if (end < 0) return 'syntax error: unterminated quoted string'
      const text = line.slice(i + 1, end)
      const hidden = char === '"' ? unsupportedIn(text) : undefined
      if (hidden !== undefined) return hidden
      add(char === "'" ? text : text.replaceAll(/\\(["\\$`])/g, '$1'), char === "'", true)
      i = end
    } else if (char === '\\') {
      if (line.charAt(i + 1) !== '\n') add(line.charAt(i + 1), true, true)
      i++
    } else if (rest.startsWith('&&') || rest.startsWith('||')) {
      endWord()
      tokens.push({ operator: rest.slice(0, 2) })
      i++
    } else if (char === ';') {
      endWord()
      tokens.push({ operator: ';' })
    } else {
      const hidden = unsupportedIn(rest.startsWith('$(') ? '$(' : char)
      if (hidden !== undefined) return hidden
      if ('|&<>()'.includes(char)) return refusedOperators[char] ?? `"${char}" is not understood`
      add(char, false, false)
    }
  }
  endWord()
  return tokens
}

function endOfQuote(line: string, start: number): number {
  const quote = line.charAt(start)
  for (let i = start + 1; i < line.length; i++) {
    if (quote === '"' && line.charAt(i) === '\\') i++
    else if (line.charAt(i) === quote) return i
  }
  return -1
}

function unsupportedIn(text: string): string | undefined {
  if (text.includes('$(') || /(^|[^\\])`/.test(text))
    return 'command substitution is not understood; run the commands one after the other'
  return undefined
}

const refusedOperators: Readonly<Record<string, string>> = {
  '|': 'pipes are not understood; run the first command alone',
  '&': 'commands in the background are not understood',
  '<': 'input from files is not understood',
  '>': 'output into files is not understood, except into /dev/null',
  '(': 'subshells are not understood',
  ')': 'subshells are not understood'
}
