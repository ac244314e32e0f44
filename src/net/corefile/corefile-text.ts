import {
  parseCorefile as readCorefile,
  type CorefileDirective,
  type CorefileProblem as FaultOfText,
  type CorefileWord
} from '../../model/corefile.ts'

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

/** Reads the server blocks of a Corefile, with snippets put in. https://coredns.io/manual/configuration/ */
export function parseCorefile(text: string): readonly ServerText[] | CorefileProblem {
  const { servers, problems } = readCorefile(text)
  const [problem] = problems
  if (problem) return inWordsOfCoreDns(problem, text)
  return withSnippets(
    servers.map(({ keys, directives }) => ({
      labels: keys.flatMap(key => key.text.split(',').filter(label => label !== '')),
      directives: directives.map(directiveOf)
    }))
  )
}

/** Whether what was read is a problem rather than a Corefile. */
export function isProblem(value: object): value is CorefileProblem {
  return 'message' in value && 'line' in value
}

function directiveOf({ name, args, block }: CorefileDirective): Directive {
  return {
    name: textOf(name),
    args: args.map(textOf),
    block: block.map(directiveOf),
    line: name.line + 1
  }
}

function textOf({ text, quoted }: CorefileWord): string {
  return quoted ? text.replaceAll('\\"', '"') : text
}

/** The sentence that stands in the log of CoreDNS, which names the line where it gave up. */
function inWordsOfCoreDns({ code, word }: FaultOfText, text: string): CorefileProblem {
  switch (code) {
    case 'unopened':
      return {
        line: word.line + 1,
        message: "Unexpected '}' because no matching opening brace"
      }
    case 'unclosed': {
      // It reads on to the last word that there is.
      const written = text.trimEnd().split('\n').length
      return { line: written, message: "Syntax error: Unexpected token '', expecting '}'" }
    }
    case 'closed-in-line':
      return {
        line: word.line + 1,
        message: "Wrong argument count or unexpected line ending after '}'"
      }
    case 'glued': {
      // The word is an argument then, and the block that was meant is read as plugins.
      const lines = text.split('\n')
      const next = lines.findIndex((line, i) => i > word.line && line.trim() !== '')
      const [directive = ''] = (lines[next] ?? '').trim().split(/\s+/)
      return { line: next + 1, message: `Unknown directive '${directive}'` }
    }
    case 'nameless':
      return { line: word.line + 1, message: `Syntax error: Unexpected token '${word.text}'` }
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
