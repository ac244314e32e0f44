import { hostnameAllows } from '../gateway/hostname.ts'
import { splitQuery } from '../gateway/route-match.ts'
import type { ProxiedRequest } from '../proxy/decision.ts'

/** Whether a request fits a rule; a text is what can't be read in it. */
export type RuleTest = (request: ProxiedRequest) => boolean

/**
 * Reads a rule of Traefik's routers: matchers such as Host(`a.example`) with `&&`, `||`, `!` and parentheses.
 * https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
export function traefikRuleOf(text: string): RuleTest | string {
  const tokens = [...text.matchAll(/&&|\|\||[!()]|(\w+)\(((?:`[^`]*`|"[^"]*"|[\s,])*)\)|\S+/g)]
  const reader = new RuleReader(tokens)
  try {
    return reader.read()
  } catch (error) {
    if (error instanceof UnreadableRule) return error.message
    throw error
  }
}

class UnreadableRule extends Error {}

class RuleReader {
  readonly #tokens: readonly RegExpMatchArray[]
  #at = 0

  constructor(tokens: readonly RegExpMatchArray[]) {
    this.#tokens = tokens
  }

  read(): RuleTest {
    const test = this.#either()
    const rest = this.#tokens[this.#at]
    if (rest) throw new UnreadableRule(`${rest[0]} is not expected there`)
    return test
  }

  #either(): RuleTest {
    const parts = [this.#both()]
    while (this.#take('||')) parts.push(this.#both())
    return request => parts.some(part => part(request))
  }

  #both(): RuleTest {
    const parts = [this.#one()]
    while (this.#take('&&')) parts.push(this.#one())
    return request => parts.every(part => part(request))
  }

  #one(): RuleTest {
    if (this.#take('!')) {
      const inner = this.#one()
      return request => !inner(request)
    }
    if (this.#take('(')) {
      const inner = this.#either()
      if (!this.#take(')')) throw new UnreadableRule('a parenthesis is not closed')
      return inner
    }
    const token = this.#tokens[this.#at++]
    const [, name, args] = token ?? []
    if (name === undefined) throw new UnreadableRule(`${token?.[0] ?? 'the end'} is no matcher`)
    const values = [...(args ?? '').matchAll(/`([^`]*)`|"([^"]*)"/g)].map(
      match => match[1] ?? match[2] ?? ''
    )
    return matcherOf(name, values)
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#at]?.[0] !== text) return false
    this.#at++
    return true
  }
}

function matcherOf(name: string, values: readonly string[]): RuleTest {
  const [first = '', second] = values
  switch (name) {
    case 'Host':
      return request => hostnameAllows(first.toLowerCase(), request.host)
    case 'HostRegexp':
      return request => contains(first, request.host)
    case 'Path':
      return request => splitQuery(request.path)[0] === first
    case 'PathPrefix':
      return request => splitQuery(request.path)[0].startsWith(first)
    case 'PathRegexp':
      return request => contains(first, splitQuery(request.path)[0])
    case 'Method':
      return request => request.method.toUpperCase() === first.toUpperCase()
    case 'Header':
      return request => request.headers[first.toLowerCase()] === second
    case 'HeaderRegexp':
      return request => contains(second ?? '', request.headers[first.toLowerCase()] ?? '')
    case 'Query':
      return request =>
        new URLSearchParams(splitQuery(request.path)[1]).get(first) === (second ?? '')
    default:
      throw new UnreadableRule(`the matcher ${name} is not modelled`)
  }
}

function contains(expression: string, text: string): boolean {
  try {
    return new RegExp(expression).test(text)
  } catch {
    return false
  }
}
