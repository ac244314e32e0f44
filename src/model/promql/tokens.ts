/** The smallest part of an expression; `end` stands behind the last one. */
export interface Token {
  readonly kind: 'name' | 'number' | 'duration' | 'string' | 'sign' | 'wrong' | 'end'
  readonly text: string
  readonly offset: number
}

const space = /[ \t\r\n]+|#[^\r\n]*/y
const string = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|`[^`]*`/y
const number =
  /(?:0[xX](?:_?[\da-fA-F])+|\d+(?:_\d+)+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])/y
const duration = /(?:\d+(?:ms|[smhdwy]))+(?!\w)/y
const misspelled = /\.?\d[\w.]*/y

/** Outside of brackets a colon is part of a name, as recording rules have it. */
const words = { outside: /[A-Za-z_:][\w:]*/y, inside: /[A-Za-z_]\w*/y }

const signs = {
  outside: /==|!=|=~|!~|>=|<=|<\/|>\/|[-+*/%^=<>(){}[\],@:]/y,
  braces: /=~|!~|!=|==|[=,{}]/y
}

/** The tokens of an expression. What none can be is a `wrong` one: a character, or a quote that nothing closes. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let around = ''
  for (let offset = 0; offset < text.length;) {
    const match = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = offset
      return pattern.exec(text)?.[0]
    }
    const skipped = match(space)
    if (skipped !== undefined) {
      offset += skipped.length
      continue
    }
    const one = next(match, around) ?? {
      kind: 'wrong',
      text: String.fromCodePoint(text.codePointAt(offset) ?? 0)
    }
    if (one.kind === 'sign') {
      if (one.text === '{' || one.text === '[') around = one.text
      if (one.text === '}' || one.text === ']') around = ''
    }
    tokens.push({ ...one, offset })
    offset += one.text.length
  }
  return [...tokens, { kind: 'end', text: '', offset: text.length }]
}

/** @param around the bracket that the token stands in: `{`, `[` or none */
function next(
  match: (pattern: RegExp) => string | undefined,
  around: string
): Pick<Token, 'kind' | 'text'> | undefined {
  const isSelector = around === '{'
  const candidates: readonly [Token['kind'], RegExp][] = [
    ['string', string],
    ['name', around === '' ? words.outside : words.inside],
    ['number', number],
    ['duration', duration],
    // Between braces it is a value without quotes, which the parser has a better word for.
    [isSelector ? 'number' : 'wrong', misspelled],
    ['sign', isSelector ? signs.braces : signs.outside]
  ]
  for (const [kind, pattern] of candidates) {
    const text = match(pattern)
    if (text !== undefined) return { kind, text }
  }
  return undefined
}

/** The text between the quotes, its escapes read as Go does. */
export function unquoted(text: string): string {
  const inner = text.slice(1, -1)
  if (text.startsWith('`')) return inner
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
  return inner.replaceAll(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{3})|([^]))/gi,
    (_, ...codes: (string | undefined)[]) => {
      const [x, u, long, octal, one = ''] = codes
      const code = Number.parseInt(x ?? u ?? long ?? octal ?? '', octal === undefined ? 16 : 8)
      return Number.isNaN(code)
        ? (simple[one] ?? one)
        : String.fromCodePoint(Math.min(code, 0x10ffff))
    }
  )
}

/** The place in a quoted string of the first escape that Go does not have. */
export function wrongEscape({ text }: Token): { offset: number; length: number } | undefined {
  if (text.startsWith('`')) return undefined
  const quote = text.charAt(0)
  for (const { 1: letter = '', index } of text.matchAll(/\\([^])/g))
    if (!`abfnrtv\\${quote}`.includes(letter) && !code.test(text.slice(index)))
      return { offset: index, length: 2 }
  return undefined
}

/** A character by its number, which may be no half of a pair. */
const code =
  /^\\(?:x[\da-f]{2}|u(?!d[89a-f])[\da-f]{4}|U00(?:(?!00d[89a-f])0[\da-f]|10)[\da-f]{4}|[0-3][0-7]{2})/i
