import { labelValueFaults, qualifiedNameFaults } from '../api/values/names.ts'
import type { Labels } from '../model/selector.ts'
import { badRequest } from './status.ts'

export type LabelTest = (labels: Labels) => boolean

/**
 * Reads `app=web,tier in (a,b),!legacy` as `labels.Parse` of apimachinery does, with its words for what it
 * can't read. @throws ApiError 400
 */
export function parseLabelSelector(text: string): LabelTest {
  const tests = new Parser(tokensOf(text)).parse()
  return labels => tests.every(test => test(labels))
}

const end = ''
const signs = ['==', '!=', '=', '!', '(', ')', ',', '<', '>']
const operators = ['in', 'notin', '=', '==', '!=', 'gt', 'lt']

function tokensOf(text: string): readonly string[] {
  return text.match(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g) ?? []
}

class Parser {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  parse(): readonly LabelTest[] {
    const tests: LabelTest[] = []
    if (this.#next() === end) return tests
    for (;;) {
      const token = this.#next()
      if (token !== '!' && !isWord(token))
        throw badRequest(`found '${token}', expected: !, identifier, or 'end of string'`)
      tests.push(this.#requirement())
      if (this.#next() === end) return tests
      if (this.#next() !== ',')
        throw badRequest(`found '${this.#next()}', expected: ',' or 'end of string'`)
      this.#at++
      if (this.#next() !== '!' && !isWord(this.#next()))
        throw badRequest(`found '${this.#next()}', expected: identifier after ','`)
    }
  }

  #next(): string {
    return this.#tokens[this.#at] ?? end
  }

  #take(): string {
    return this.#tokens[this.#at++] ?? end
  }

  #requirement(): LabelTest {
    const isNegated = this.#next() === '!'
    if (isNegated) this.#at++
    const key = this.#take()
    if (!isWord(key)) throw unreadable(`found '${key}', expected: identifier`)
    checkFaults('<nil>', key, qualifiedNameFaults(key))
    if (isNegated) return labels => !Object.hasOwn(labels, key)
    if (this.#next() === end || this.#next() === ',') return labels => Object.hasOwn(labels, key)
    return this.#comparison(key)
  }

  #comparison(key: string): LabelTest {
    const operator = this.#take()
    switch (operator) {
      case 'in':
      case 'notin': {
        const values = checkedValues(key, this.#list())
        return labels => isAmong(labels, key, values) === (operator === 'in')
      }
      case '=':
      case '==':
      case '!=': {
        const values = checkedValues(key, [this.#value()])
        return labels => isAmong(labels, key, values) === (operator !== '!=')
      }
      case '<':
      case '>':
        return order(key, operator, this.#value())
      default:
        throw unreadable(`found '${operator}', expected: ${operators.join(', ')}`)
    }
  }

  #value(): string {
    if (this.#next() === end || this.#next() === ',') return ''
    const value = this.#take()
    if (!isWord(value)) throw unreadable(`found '${value}', expected: identifier`)
    return value
  }

  #list(): readonly string[] {
    const open = this.#take()
    if (open !== '(') throw unreadable(`found '${open}' expected: '('`)
    const values: string[] = []
    for (;;) {
      values.push(isWord(this.#next()) ? this.#take() : '')
      const sign = this.#take()
      if (sign === ')') return values
      if (sign !== ',') throw unreadable(`found '${sign}', expected: ',' or ')'`)
    }
  }
}

function isWord(token: string): boolean {
  return token !== end && !signs.includes(token)
}

function isAmong(labels: Labels, key: string, values: readonly string[]): boolean {
  return Object.hasOwn(labels, key) && values.includes(labels[key] ?? '')
}

function order(key: string, operator: '<' | '>', value: string): LabelTest {
  const bound = wholeNumber(value)
  if (bound === undefined)
    checkFaults('values[0]', value, ["for 'Gt', 'Lt' operators, the value must be an integer"])
  return labels => {
    const label = Object.hasOwn(labels, key) ? wholeNumber(labels[key] ?? '') : undefined
    if (label === undefined || bound === undefined) return false
    return operator === '<' ? label < bound : label > bound
  }
}

function wholeNumber(text: string): bigint | undefined {
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined
}

function checkedValues(key: string, values: readonly string[]): readonly string[] {
  for (const [i, value] of values.toSorted().entries())
    checkFaults(`values[${i}][${key}]`, value, labelValueFaults(value))
  return values
}

function checkFaults(path: string, value: string, faults: readonly string[]): void {
  const text = faults.join('; ')
  if (text !== '') throw unreadable(`${path}: Invalid value: ${JSON.stringify(value)}: ${text}`)
}

function unreadable(why: string): Error {
  return badRequest(`unable to parse requirement: ${why}`)
}
