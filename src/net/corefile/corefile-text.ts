/** One line of a Corefile inside of a server block: a plugin or one of its settings. */
export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  readonly block: readonly Directive[]
  /** From 1. */
  readonly line: number
}

export interface ServerText {
  /** As they are written: `.:53`, `lab.test`. */
  readonly labels: readonly string[]
  readonly directives: readonly Directive[]
}

/** Why a Corefile can't be used, in CoreDNS's words. */
export interface CorefileProblem {
  readonly line: number
  readonly message: string
}

interface Token {
  readonly text: string
  readonly line: number
}

class ParseFailure extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/** Reads the server blocks of a Corefile, with snippets put in. https://coredns.io/manual/configuration/ */
export function parseCorefile(text: string): readonly ServerText[] | CorefileProblem {
  try {
    return withSnippets(new Parser(tokensOf(text)).servers())
  } catch (error) {
    if (error instanceof ParseFailure) return { line: error.line, message: error.message }
    throw error
  }
}

/** Whether what was read is a problem rather than a Corefile. */
export function isProblem(value: object): value is CorefileProblem {
  return 'message' in value && 'line' in value
}

/** Words apart by spaces, with quotes around those that have some, and `#` before what is a comment. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const [i, line] of text.split('\n').entries())
    for (const match of line.matchAll(/"((?:\\"|[^"])*)"|#.*$|[^\s"]\S*/g)) {
      const [word = '', inQuotes] = match
      if (word.startsWith('#')) break
      tokens.push({ text: inQuotes?.replaceAll('\\"', '"') ?? word, line: i + 1 })
    }
  return tokens
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  servers(): readonly ServerText[] {
    const servers: ServerText[] = []
    while (this.#at < this.#tokens.length) {
      const labels: string[] = []
      let token = this.#next()
      while (token.text !== '{') {
        if (token.text === '}')
          throw new ParseFailure(token.line, "Unexpected '}' because no matching opening brace")
        labels.push(...token.text.split(',').filter(label => label !== ''))
        token = this.#next()
      }
      servers.push({ labels, directives: this.#block(token.line) })
    }
    return servers
  }

  #block(openedAt: number): readonly Directive[] {
    const directives: Directive[] = []
    for (;;) {
      const first = this.#peek()
      if (!first)
        throw new ParseFailure(
          this.#tokens.at(-1)?.line ?? openedAt,
          "Syntax error: Unexpected token '', expecting '}'"
        )
      this.#at++
      if (first.text === '}') return directives
      const args: string[] = []
      let block: readonly Directive[] = []
      for (let token = this.#peek(); token?.line === first.line; token = this.#peek()) {
        if (token.text === '}') break
        this.#at++
        if (token.text === '{') {
          block = this.#block(token.line)
          break
        }
        args.push(token.text)
      }
      directives.push({ name: first.text, args, block, line: first.line })
    }
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #next(): Token {
    const token = this.#tokens[this.#at]
    const last = this.#tokens.at(-1)
    if (!token)
      throw new ParseFailure(
        last?.line ?? 1,
        `Syntax error: Unexpected token '${last?.text ?? ''}', expecting '{'`
      )
    this.#at++
    return token
  }
}

/** `(name) { … }` is a snippet, and `import name` stands for what is in it. */
function withSnippets(servers: readonly ServerText[]): readonly ServerText[] {
  const snippets = new Map<string, readonly Directive[]>()
  const nameOf = ({ labels }: ServerText): string | undefined =>
    labels.length === 1 ? /^\((.+)\)$/.exec(labels[0] ?? '')?.[1] : undefined
  for (const server of servers) {
    const name = nameOf(server)
    if (name !== undefined) snippets.set(name, server.directives)
  }
  return servers
    .filter(server => nameOf(server) === undefined)
    .map(server => ({
      ...server,
      directives: server.directives.flatMap(directive => {
        const snippet =
          directive.name === 'import' ? snippets.get(directive.args[0] ?? '') : undefined
        return snippet ?? [directive]
      })
    }))
}
