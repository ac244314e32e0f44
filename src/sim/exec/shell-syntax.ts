import { NotUnderstood, readTokens, type Token, type Word } from './shell-words.ts'

/** Commands one after the other. */
export type ShellList = readonly ShellStep[]

export interface ShellStep {
  /** How it depends on the exit code before it. */
  readonly join: 'always' | 'and' | 'or'
  /** Each one reads what the one before it prints. */
  readonly pipeline: readonly ShellCommand[]
}

export type ShellCommand = (
  | { readonly kind: 'simple'; readonly words: readonly Word[] }
  | {
      readonly kind: 'for'
      readonly variable: string
      readonly words: readonly Word[]
      readonly body: ShellList
    }
  | {
      readonly kind: 'if'
      readonly branches: readonly { readonly condition: ShellList; readonly body: ShellList }[]
      readonly otherwise: ShellList
    }
) &
  Redirections

export interface Redirections {
  /** Thrown away. */
  readonly hide: ReadonlySet<'stdout' | 'stderr'>
  /** `2>&1`: what goes to stderr comes on stdout. */
  readonly merge: boolean
  /** `>&2`: what goes to stdout comes on stderr. */
  readonly complain: boolean
}

export type ParsedShell =
  { readonly ok: true; readonly list: ShellList } | { readonly ok: false; readonly reason: string }

/**
 * Reads lines of shell: words and quotes, `;`, `&&`, `||`, pipes, `$(…)`, `for`, `if`, and output thrown away or
 * merged. Everything else of the shell's language is refused by name.
 */
export function parseShell(text: string): ParsedShell {
  const tokens = readTokens(text)
  if (typeof tokens === 'string') return { ok: false, reason: tokens }
  try {
    return { ok: true, list: new Parser(tokens).whole() }
  } catch (error) {
    if (error instanceof NotUnderstood) return { ok: false, reason: error.message }
    throw error
  }
}

/** Words that begin something which this shell doesn't have. */
const refusedWords = new Set(['while', 'until', 'case', 'function', 'select', '{', '}', '[[', '!'])
const closing = new Set(['do', 'done', 'then', 'elif', 'else', 'fi'])

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  whole(): ShellList {
    const list = this.#list()
    const rest = this.#keyword()
    if (rest !== undefined) throw unexpected(rest)
    return list
  }

  /** Up to a word that closes what is around it. */
  #list(): ShellList {
    const steps: ShellStep[] = []
    let join: ShellStep['join'] = 'always'
    for (;;) {
      while (this.#operator() === ';') this.#at++
      if (this.#at >= this.#tokens.length || closing.has(this.#keyword() ?? '')) return steps
      steps.push({ join, pipeline: this.#pipeline() })
      const operator = this.#operator()
      if (operator === '&&' || operator === '||') this.#at++
      join = operator === '&&' ? 'and' : operator === '||' ? 'or' : 'always'
    }
  }

  #pipeline(): ShellCommand[] {
    const commands = [this.#command()]
    while (this.#operator() === '|') {
      this.#at++
      commands.push(this.#command())
    }
    return commands
  }

  #command(): ShellCommand {
    const operator = this.#operator()
    const keyword = this.#keyword()
    if (operator !== undefined && !operator.includes('>')) throw unexpected(operator)
    if (this.#at >= this.#tokens.length) throw new NotUnderstood('syntax error: unexpected end')
    if (keyword !== undefined && refusedWords.has(keyword))
      throw new NotUnderstood(`"${keyword}" is not understood; ${insteadOf(keyword)}`)
    if (keyword === 'for') return this.#for()
    if (keyword === 'if') return this.#if()
    return this.#simple()
  }

  #simple(): ShellCommand {
    const words: Word[] = []
    const redirections = new RedirectionsRead()
    for (let token = this.#tokens[this.#at]; token; token = this.#tokens[this.#at]) {
      if ('word' in token) words.push(token.word)
      else if (!redirections.take(token.operator)) break
      this.#at++
    }
    return { kind: 'simple', words, ...redirections.read() }
  }

  #for(): ShellCommand {
    this.#at++
    const variable = this.#keyword() ?? ''
    if (!/^[A-Za-z_]\w*$/.test(variable)) throw new NotUnderstood('syntax error: bad for loop')
    this.#at++
    this.#expect('in')
    const words: Word[] = []
    for (let token = this.#tokens[this.#at]; token && 'word' in token;) {
      words.push(token.word)
      token = this.#tokens[++this.#at]
    }
    while (this.#operator() === ';') this.#at++
    this.#expect('do')
    const body = this.#list()
    this.#expect('done')
    return { kind: 'for', variable, words, body, ...this.#redirections() }
  }

  #if(): ShellCommand {
    const branches: { condition: ShellList; body: ShellList }[] = []
    do {
      this.#at++
      const condition = this.#list()
      this.#expect('then')
      branches.push({ condition, body: this.#list() })
    } while (this.#keyword() === 'elif')
    let otherwise: ShellList = []
    if (this.#keyword() === 'else') {
      this.#at++
      otherwise = this.#list()
    }
    this.#expect('fi')
    return { kind: 'if', branches, otherwise, ...this.#redirections() }
  }

  #redirections(): Redirections {
    const read = new RedirectionsRead()
    while (read.take(this.#operator() ?? '')) this.#at++
    return read.read()
  }

  #expect(keyword: string): void {
    if (this.#keyword() !== keyword) throw new NotUnderstood(`syntax error: "${keyword}" expected`)
    this.#at++
  }

  #operator(): string | undefined {
    const token = this.#tokens[this.#at]
    return token && 'operator' in token ? token.operator : undefined
  }

  /** The word here when nothing in it is quoted: only such a one means something to the shell. */
  #keyword(): string | undefined {
    const token = this.#tokens[this.#at]
    if (!token || !('word' in token)) return undefined
    return token.word.some(part => part.quoted || part.command === true)
      ? undefined
      : token.word.map(part => part.text).join('')
  }
}

class RedirectionsRead {
  readonly #hide = new Set<'stdout' | 'stderr'>()
  #merge = false
  #complain = false

  take(operator: string): boolean {
    if (operator === '2>&1') this.#merge = true
    else if (operator === '>&2') this.#complain = true
    else if (operator === '>/dev/null') this.#hide.add('stdout')
    else if (operator === '2>/dev/null') this.#hide.add('stderr')
    else if (operator === '&>/dev/null') this.#hide.add('stdout').add('stderr')
    else return false
    return true
  }

  read(): Redirections {
    return { hide: this.#hide, merge: this.#merge, complain: this.#complain }
  }
}

function unexpected(what: string): Error {
  return new NotUnderstood(`syntax error: unexpected "${what}"`)
}

function insteadOf(keyword: string): string {
  return keyword === 'while' || keyword === 'until'
    ? 'for i in $(seq 1 10); do …; done is'
    : 'run the commands one after the other'
}
