/** A word of a Corefile with its place; lines and columns count from 0. */
export interface CorefileWord {
  readonly text: string
  readonly line: number
  readonly start: number
  readonly end: number
  /** In quotes, so that a brace in it is no brace. */
  readonly quoted: boolean
}

/** A plugin with what follows it, or a line in the block of a plugin. */
export interface CorefileDirective {
  readonly name: CorefileWord
  readonly args: readonly CorefileWord[]
  readonly block: readonly CorefileDirective[]
}

/** `zone:port { … }` */
export interface CorefileServer {
  readonly keys: readonly CorefileWord[]
  readonly directives: readonly CorefileDirective[]
}

export interface CorefileProblem {
  /** What is wrong in kind, for whoever says it in other words. */
  readonly code: 'unopened' | 'unclosed' | 'nameless' | 'closed-in-line' | 'glued'
  readonly message: string
  readonly word: CorefileWord
}

export interface Corefile {
  readonly servers: readonly CorefileServer[]
  readonly problems: readonly CorefileProblem[]
}

/**
 * Reads the configuration of CoreDNS, https://coredns.io/manual/configuration/. Never throws: what is
 * wrong stands in `problems`, and what was read before it stays.
 */
export function parseCorefile(text: string): Corefile {
  const words = wordsOf(text)
  const glued = gluedBrace(words)
  if (glued) return { servers: [], problems: [glued] }
  const reader = new CorefileReader(words)
  const servers: CorefileServer[] = []
  while (reader.next) {
    const server = reader.server()
    if (!server) break
    servers.push(server)
  }
  return { servers, problems: reader.problems }
}

/** Reads lines that are put into a server block which stands elsewhere. */
export function parseDirectives(text: string): {
  readonly directives: readonly CorefileDirective[]
  readonly problems: readonly CorefileProblem[]
} {
  const reader = new CorefileReader(wordsOf(text))
  const directives = reader.directives()
  if (reader.next)
    reader.refuse('unopened', 'No brace is open that this one could close.', reader.next)
  return { directives, problems: reader.problems }
}

/** `https://example.org:53` is the zone example.org; without a port the one of plain DNS is meant. */
export function zoneOf(key: string): { readonly zone: string; readonly port: string } {
  const [, scheme = 'dns', rest = ''] = /^(?:(\w+):\/\/)?(.*)$/.exec(key) ?? []
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(rest) ?? []
  const usual = scheme === 'tls' ? '853' : scheme === 'https' ? '443' : '53'
  return { zone: name.toLowerCase().replace(/\.$/, ''), port: `${scheme}:${port ?? usual}` }
}

class CorefileReader {
  readonly problems: CorefileProblem[] = []
  readonly #words: readonly CorefileWord[]
  #at = 0
  #suspect: CorefileWord | undefined
  /** The plugin whose block is being read. */
  #plugin: string | undefined

  constructor(words: readonly CorefileWord[]) {
    this.#words = words
  }

  get next(): CorefileWord | undefined {
    return this.#words[this.#at]
  }

  refuse(code: CorefileProblem['code'], message: string, word: CorefileWord): void {
    this.problems.push({ code, message, word })
  }

  server(): CorefileServer | undefined {
    const keys: CorefileWord[] = []
    let more = true
    while (this.next && !isBrace(this.next, '{')) {
      const word = this.next
      const line = keys.at(-1)?.line ?? word.line
      // A comma at the end of a line says that the list of zones goes on.
      if (word.line > line && !more) break
      if (isBrace(word, '}')) {
        this.refuse('unopened', 'No brace is open that this one could close.', word)
        return undefined
      }
      more = word.text.endsWith(',')
      keys.push({ ...word, text: word.text.replace(/,$/, '') })
      this.#at++
    }
    const open = this.next
    if (open === undefined || !isBrace(open, '{')) {
      // A Corefile with one server block needs no braces.
      const directives = this.directives()
      if (this.next)
        this.refuse('unopened', 'No brace is open that this one could close.', this.next)
      this.#at = this.#words.length
      return { keys, directives }
    }
    if (keys.length === 0) {
      this.refuse(
        'nameless',
        'A server block begins with the zones that it serves, such as `.:53`.',
        open
      )
      return undefined
    }
    this.#at++
    const directives = this.directives()
    this.#close(open, 0)
    return { keys, directives }
  }

  /** Up to the brace that closes them, or to the end. */
  directives(): CorefileDirective[] {
    const found: CorefileDirective[] = []
    while (this.next && !isBrace(this.next, '}')) found.push(this.#directive(this.next))
    return found
  }

  #directive(name: CorefileWord): CorefileDirective {
    this.#at++
    if (isBrace(name, '{')) {
      this.refuse('nameless', 'A brace opens a block here, and no plugin stands before it.', name)
      return { name, args: [], block: [] }
    }
    const args: CorefileWord[] = []
    for (let word = this.next; word?.line === name.line && !isBrace(word, '}'); word = this.next) {
      this.#at++
      if (isBrace(word, '{')) {
        this.#plugin = name.text
        const block = this.directives()
        this.#plugin = undefined
        this.#close(word, name.start)
        return { name, args, block }
      }
      args.push(word)
    }
    const brace = this.next
    if (brace?.line === name.line && isBrace(brace, '}')) this.#closedInLine(name, brace)
    return { name, args, block: [] }
  }

  /** What follows on the line of a plugin or an option is its arguments, the brace too. */
  #closedInLine({ text }: CorefileWord, brace: CorefileWord): void {
    // These two read all words of their block as one list.
    if (this.#plugin === 'rewrite' || this.#plugin === 'hosts') return
    this.refuse(
      this.#plugin === undefined ? 'unopened' : 'closed-in-line',
      `The brace is taken for an argument of ${text}: it has to stand on a line of its own.`,
      brace
    )
  }

  #close(open: CorefileWord, column: number): void {
    // A brace further left than its block closes another one, so this is the block that lacks its own.
    if (this.next && this.next.start < column) this.#suspect ??= open
    if (this.next) this.#at++
    else this.refuse('unclosed', 'This brace is never closed.', this.#suspect ?? open)
  }
}

/** `example.org{`: CoreDNS takes the brace for a part of the word, and all that follows for something else. */
function gluedBrace(words: readonly CorefileWord[]): CorefileProblem | undefined {
  const word = words.find(
    ({ text, quoted, line }, i) =>
      !quoted && /^[^{}$]+\{$/.test(text) && words[i + 1]?.line !== line
  )
  return (
    word && {
      code: 'glued',
      message: `A blank has to stand before the brace: \`${word.text.slice(0, -1)} {\`.`,
      word
    }
  )
}

function isBrace(word: CorefileWord, brace: '{' | '}'): boolean {
  return !word.quoted && word.text === brace
}

/** Words are parted by spaces; quotes keep them together, and `#` begins a comment. */
function wordsOf(text: string): CorefileWord[] {
  return text.split(/\r?\n/).flatMap((content, line) => {
    const words: CorefileWord[] = []
    for (const match of content.matchAll(/"((?:[^"\\]|\\.)*)"?|[^\s"]\S*/g)) {
      if (match[0].startsWith('#')) break
      const [whole, inner] = match
      words.push({
        text: inner ?? whole,
        line,
        start: match.index,
        end: match.index + whole.length,
        quoted: inner !== undefined
      })
    }
    return words
  })
}
