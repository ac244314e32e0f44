import type { DnsRecord } from '../dns-record.ts'
import type { Directive } from './corefile-text.ts'

/** A rule of the rewrite plugin that changes the name of a question. */
export interface RewriteRule {
  /** Whether the rules behind it are tried too. */
  readonly goesOn: boolean
  /** The new name, or undefined when the rule doesn't hold. */
  readonly rewrite: (name: string) => string | undefined
  /** What the answer's records are called then. */
  readonly answer: (record: DnsRecord, asked: string, rewritten: string) => DnsRecord
}

const matchTypes = ['exact', 'prefix', 'suffix', 'substring', 'regex'] as const

/**
 * Reads one `rewrite` directive; a text is what is wrong with it. Rules for other fields than the name change
 * nothing that is modelled and give undefined. https://coredns.io/plugins/rewrite/
 */
export function rewriteRuleOf({ args, block }: Directive): RewriteRule | string | undefined {
  const words = [...args, ...block.flatMap(one => [one.name, ...one.args])]
  const goesOn = words[0] === 'continue'
  if (words[0] === 'continue' || words[0] === 'stop') words.shift()
  const field = words.shift()
  if (field === undefined) return 'too few arguments'
  if (field !== 'name')
    return ['type', 'class', 'edns0', 'ttl', 'cname', 'rcode'].includes(field)
      ? undefined
      : `invalid rule type "${field}"`
  const isTyped = words.length > 2
  const type = isTyped ? words.shift()?.toLowerCase() : 'exact'
  const known = matchTypes.find(one => one === type)
  if (!known)
    return `name rule supports only exact, prefix, suffix, substring, and regex name matching, received: ${type ?? ''}`
  const [from, to, ...options] = words
  if (from === undefined || to === undefined) return 'too few arguments for a name rule'
  return {
    goesOn,
    rewrite: rewriteBy(known, from, to),
    answer: answerBy(known, options)
  }
}

type MatchType = (typeof matchTypes)[number]

function rewriteBy(
  type: MatchType,
  from: string,
  to: string
): (name: string) => string | undefined {
  const [start, end] = [from.toLowerCase(), to.toLowerCase()]
  switch (type) {
    case 'exact':
      return name => (name === absolute(start) ? absolute(end) : undefined)
    case 'prefix':
      return name => (name.startsWith(start) ? end + name.slice(start.length) : undefined)
    case 'suffix': {
      const [tail, newTail] = [absolute(start), absolute(end)]
      return name =>
        name.endsWith(tail) ? name.slice(0, name.length - tail.length) + newTail : undefined
    }
    case 'substring':
      return name => (name.includes(start) ? name.replaceAll(start, end) : undefined)
    case 'regex':
      return name => replacedBy(from, to, name)
  }
}

/** `{1}` stands for the first group of the expression. */
function replacedBy(expression: string, to: string, name: string): string | undefined {
  let match: RegExpExecArray | null
  try {
    match = new RegExp(expression).exec(name)
  } catch {
    return undefined
  }
  if (!match) return undefined
  const groups = match
  return absolute(to.replaceAll(/\{(\d)\}/g, (_, index: string) => groups[Number(index)] ?? ''))
}

/** Exact rules give the asked name back by themselves; the others only when told to. */
function answerBy(type: MatchType, options: readonly string[]): RewriteRule['answer'] {
  const words = options.filter(word => word !== 'answer')
  const isAuto = type === 'exact' || words.includes('auto')
  const rules: (readonly [kind: string, from: string, to: string])[] = []
  for (let i = 0; i < words.length; i++)
    if (words[i] === 'name' || words[i] === 'value')
      rules.push([words[i] ?? '', words[i + 1] ?? '', words[i + 2] ?? ''])
  return (record, asked, rewritten) => {
    let changed = isAuto && record.name === rewritten ? { ...record, name: asked } : record
    for (const [kind, from, to] of rules)
      if (kind === 'name')
        changed = { ...changed, name: replacedBy(from, to, changed.name) ?? changed.name }
      else if ('target' in changed)
        changed = { ...changed, target: replacedBy(from, to, changed.target) ?? changed.target }
    return changed
  }
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`
}
