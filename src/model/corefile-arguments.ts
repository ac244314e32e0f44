import { parseCidr, parseIp } from './cidr.ts'
import type { CorefileDirective, CorefileWord } from './corefile.ts'
import { parseGoDuration } from './go-duration.ts'

/** An argument of a plugin that CoreDNS refuses or does not take as meant. */
export interface ArgumentFault {
  readonly word: CorefileWord
  readonly message: string
  /** The one right word, where there is one. */
  readonly meant?: string
}

/** What stands at one place behind a plugin or one of its options. */
interface Value {
  /** Completes “… is not …” and “… needs …”. */
  readonly wants: string
  readonly takes: (text: string) => boolean
  readonly mend?: (text: string) => string | undefined
  /** The words to choose from, for a slip of the finger. */
  readonly words?: readonly string[]
}

interface Form {
  /** How many of the values have to be there. */
  readonly least: number
  readonly values: readonly Value[]
  /** What may follow as often as one likes; nothing when absent. */
  readonly rest?: Value
}

interface PluginForm {
  readonly line?: Form
  readonly options?: Readonly<Record<string, Form>>
}

const anything: Value = { wants: 'a value', takes: () => true }

const name: Value = { wants: 'a name', takes: () => true }

const file: Value = { wants: 'a file', takes: () => true }

function isGoDuration(text: string): boolean {
  return parseGoDuration(text.replace(/^[-+]/, '').replace(/^\./, '0.')) !== undefined
}

function duration(least = 0, most = Infinity, wants = 'a time with its unit, such as 5s'): Value {
  return {
    wants,
    takes: text => {
      if (!isGoDuration(text) || text.startsWith('-')) return false
      const time = parseGoDuration(text.replace(/^\+/, '').replace(/^\./, '0.')) ?? 0
      return time >= least && time <= most
    },
    mend: text =>
      /^[1-9]\d*$/.test(text) && Number(text) * 1000 >= least && Number(text) * 1000 <= most
        ? `${text}s`
        : undefined
  }
}

function whole(least: number, most: number, wants: string): Value {
  return {
    wants,
    takes: text => /^[-+]?\d+$/.test(text) && Number(text) >= least && Number(text) <= most,
    mend: text => {
      const seconds = /^(\d+)s$/.exec(text)?.[1]
      return wants.includes('seconds') && seconds !== undefined && Number(seconds) <= most
        ? seconds
        : undefined
    }
  }
}

function oneOf(...words: readonly string[]): Value {
  return {
    wants: `${words.slice(0, -1).join(', ')}${words.length > 1 ? ' or ' : ''}${words.at(-1) ?? ''}`,
    takes: text => words.includes(text),
    words
  }
}

const address: Value = {
  wants: 'an address with a colon before its port, such as :9153',
  takes: text => /^\[[^\]]*\]:[^:]*$|^[^:[\]]*:[^:]*$/.test(text),
  mend: text => (/^\d{1,5}$/.test(text) ? `:${text}` : undefined)
}

const capacity = whole(-Infinity, Infinity, 'a number of answers')

const cacheTime = whole(1, Infinity, 'a number of seconds above 0')

const cacheLeast = whole(0, Infinity, 'a number of seconds')

const kept: Form = { least: 1, values: [capacity, cacheTime, cacheLeast] }

const nothing: Form = { least: 0, values: [] }

const exactly = (...values: readonly Value[]): Form => ({ least: values.length, values })

const upTo = (...values: readonly Value[]): Form => ({ least: 0, values })

const some = (rest: Value): Form => ({ least: 1, values: [rest], rest })

const zones: Form = { least: 0, values: [], rest: name }

const answerCode: Value = {
  wants: 'a code of an answer in capitals, such as NXDOMAIN',
  takes: text => /^[A-Z]+$/.test(text),
  mend: text => (/^[a-z]+$/.test(text) ? text.toUpperCase() : undefined)
}

/**
 * What the plugins of a cluster take, by their sources: https://github.com/coredns/coredns/tree/master/plugin.
 * An option that is not here may be one of a newer version, and nothing is said of it.
 */
const plugins: Readonly<Record<string, PluginForm>> = {
  autopath: { line: some(anything) },
  bufsize: { line: upTo(whole(512, 4096, 'a number from 512 to 4096')) },
  cache: {
    options: {
      success: kept,
      denial: kept,
      prefetch: {
        least: 1,
        values: [
          whole(0, Infinity, 'a number of queries'),
          duration(),
          {
            wants: 'a part from 10% to 90%',
            takes: text => /^(?:[1-8]\d|90)%$/.test(text),
            mend: text => (/^(?:[1-8]\d|90)$/.test(text) ? `${text}%` : undefined)
          }
        ]
      },
      serve_stale: upTo(duration(), {
        ...oneOf('immediate', 'verify'),
        // The page of the plugin has had both words; its code knows the shorter one.
        takes: text => /^(?:immediate|verify|verified)$/i.test(text)
      }),
      servfail: exactly(duration(0, 300_000, 'a time up to 5m with its unit')),
      keepttl: nothing
    }
  },
  forward: {
    line: { least: 2, values: [name, { wants: 'a resolver', takes: () => true }], rest: anything },
    options: {
      except: some(name),
      max_fails: exactly(whole(0, 4294967295, 'a whole number')),
      max_concurrent: exactly(whole(0, Infinity, 'a whole number')),
      expire: exactly(duration()),
      health_check: { least: 1, values: [duration()], rest: anything },
      policy: exactly(oneOf('random', 'round_robin', 'sequential')),
      force_tcp: nothing,
      prefer_udp: nothing,
      tls_servername: exactly(name),
      tls: upTo(file, file, file),
      failover: some(answerCode),
      next: some(answerCode)
    }
  },
  health: { line: upTo(address), options: { lameduck: exactly(duration(-Infinity)) } },
  hosts: {
    options: {
      ttl: exactly(whole(1, 65535, 'a number of seconds from 1 to 65535')),
      reload: exactly(duration()),
      no_reverse: nothing
    }
  },
  kubernetes: {
    options: {
      pods: exactly(oneOf('disabled', 'insecure', 'verified')),
      ttl: exactly(whole(0, 3600, 'a number of seconds from 0 to 3600')),
      endpoint: some(anything),
      endpoint_pod_names: nothing,
      noendpoints: nothing,
      ignore: exactly(oneOf('empty_service')),
      namespaces: some(name),
      labels: some(anything),
      namespace_labels: some(anything),
      tls: exactly(file, file, file),
      kubeconfig: { least: 1, values: [file, name] },
      fallthrough: zones
    }
  },
  loadbalance: { options: { reload: exactly(duration(-Infinity)) } },
  loop: { line: nothing },
  prometheus: { line: upTo(address) },
  ready: {
    line: upTo(address),
    options: { monitor: exactly(oneOf('until-ready', 'continuously')) }
  },
  reload: {
    line: upTo(
      duration(2000, Infinity, 'a time of 2s or more'),
      duration(0, Infinity, 'a time with its unit, such as 5s')
    )
  },
  template: { options: { rcode: exactly(answerCode) } }
}

/** Options of old. https://coredns.io/2020/06/15/coredns-1.7.0-release/ */
const removedOptions: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ['upstream', 'resyncperiod', 'transfer']
}

/** What is wrong behind a plugin and in its block. */
export function argumentFaults(plugin: CorefileDirective): readonly ArgumentFault[] {
  const form = Object.hasOwn(plugins, plugin.name.text) ? plugins[plugin.name.text] : undefined
  return [
    ...(form?.line ? faultsOf(plugin, form.line) : []),
    ...(special[plugin.name.text]?.(plugin) ?? []),
    ...plugin.block.flatMap(line => {
      const known = form?.options ?? {}
      const gone = removedOptions[plugin.name.text]?.includes(line.name.text) === true
      if (gone)
        return [
          {
            word: line.name,
            message: `CoreDNS refuses ${line.name.text}: ${plugin.name.text} has not had the option since 1.7.`
          }
        ]
      const option = Object.hasOwn(known, line.name.text) ? known[line.name.text] : undefined
      return option ? faultsOf(line, option) : []
    })
  ]
}

function faultsOf(line: CorefileDirective, form: Form): readonly ArgumentFault[] {
  const { args, name } = line
  if (args.some(({ text }) => isFilledIn(text))) return []
  const found: ArgumentFault[] = []
  for (const [i, word] of args.entries()) {
    const value = form.values[i] ?? form.rest
    if (!value) {
      found.push({ word, message: `${name.text} takes nothing more, and ${word.text} follows.` })
      break
    }
    const fault = faultOf(word, value)
    if (fault) found.push(fault)
  }
  const lacking = form.values[args.length]
  if (lacking && args.length < form.least)
    found.push({ word: name, message: `${name.text} needs ${lacking.wants}.` })
  return found
}

function faultOf(word: CorefileWord, value: Value): ArgumentFault | undefined {
  if (value.takes(word.text)) return undefined
  const meant = value.mend?.(word.text) ?? nearest(word.text, value.words ?? [])
  return {
    word,
    message: `${word.text} is not ${value.wants}.`,
    ...(meant !== undefined && { meant })
  }
}

/** The word that was meant: one begins with the other, or it is the same in small letters. */
function nearest(text: string, words: readonly string[]): string | undefined {
  const written = text.toLowerCase().replaceAll('-', '_')
  const close = words.filter(
    word => written === word || (written.length > 3 && startsAlike(written, word))
  )
  return close.length === 1 ? close[0] : undefined
}

function startsAlike(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}

/** A part that is filled in before CoreDNS reads it. */
function isFilledIn(text: string): boolean {
  return /[{}$]|__/.test(text)
}

const special: Readonly<Record<string, (plugin: CorefileDirective) => readonly ArgumentFault[]>> = {
  cache({ args: [word] }) {
    const text = word?.text ?? ''
    const seconds = /^(\d+)s$/.exec(text)?.[1]
    if (!word) return []
    if (/^[-+]?\d+$/.test(text))
      return Number(text) > 0 ? [] : [{ word, message: `${text} is not above 0.` }]
    // Any other word is the name of a zone. These can only be meant as times.
    if (!/^\d+(?:ms|s|m|h)$/.test(text) && !numberWords.test(text)) return []
    return [
      {
        word,
        message: `${text} is taken for a zone, so nothing outside of it is kept; the time is a number of seconds.`,
        ...(seconds !== undefined && Number(seconds) > 0 && { meant: seconds })
      }
    ]
  },

  hosts({ block }) {
    const last = block.findIndex(({ name }) => name.text === 'fallthrough')
    return block.flatMap(({ name: word, args }, i) => {
      if (/^(?:fallthrough|fallthrough_unsupported|ttl|no_reverse|reload)$/.test(word.text))
        return []
      if (isFilledIn(word.text)) return []
      if (!parseIp(word.text.replace(/%.*$/, ''))) {
        const swapped = parseIp(args[0]?.text ?? '') !== undefined
        return [
          {
            word,
            message: swapped
              ? `The address comes before ${word.text}; CoreDNS passes over this line.`
              : `${word.text} is no address; CoreDNS passes over this line.`
          }
        ]
      }
      if (args.length === 0) return [{ word, message: `No name stands behind ${word.text}.` }]
      if (last >= 0 && i > last)
        return [{ word, message: 'Addresses have to stand before fallthrough.' }]
      return []
    })
  },

  loadbalance({ args: [policy, path], block, name }) {
    const cidrs = block.filter(line => line.name.text === 'prefer').flatMap(line => line.args)
    const found: ArgumentFault[] = cidrs
      .filter(({ text }) => !isFilledIn(text) && !parseCidr(text))
      .map(word => ({ word, message: `${word.text} is no range of addresses.` }))
    if (!policy || isFilledIn(policy.text)) return found
    const fault = faultOf(policy, oneOf('round_robin', 'weighted'))
    if (fault) found.push(fault)
    else if (policy.text === 'weighted' && !path)
      found.push({ word: name, message: 'weighted needs a file with the weights.' })
    return found
  },

  rewrite({ args: own, block }) {
    // All words of a block are one rule.
    const args =
      own.length < 2 ? [...own, ...block.flatMap(line => [line.name, ...line.args])] : own
    const [, another] = block.filter(({ name }) => rewriteFields.takes(name.text.toLowerCase()))
    if (own.length < 2 && another)
      return [
        {
          word: another.name,
          message: `A block of rewrite is one rule; ${another.name.text} begins a second one.`
        }
      ]
    const [field, match, ...more] = args.filter(
      ({ text }, i) => i > 0 || !/^(?:stop|continue)$/i.test(text)
    )
    if (!field || isFilledIn(field.text)) return []
    const kind = faultOf({ ...field, text: field.text.toLowerCase() }, rewriteFields)
    if (kind) return [kind]
    if (field.text.toLowerCase() === 'name' && match && more.length > 1) {
      const fault = faultOf({ ...match, text: match.text.toLowerCase() }, nameMatches)
      return fault ? [fault] : []
    }
    const exact = /^(?:type|class)$/i.test(field.text) && (more.length !== 1 || !match)
    return exact
      ? [{ word: field, message: `${field.text} needs two values: from what, and to what.` }]
      : []
  },

  template({ args: [kind, type] }) {
    const found: ArgumentFault[] = []
    for (const [word, wants] of [
      [kind, 'a class in capitals, such as IN'],
      [type, 'a type of record in capitals, such as A']
    ] as const)
      if (word && /[a-z]/.test(word.text) && !isFilledIn(word.text))
        found.push({
          word,
          message: `${word.text} is not ${wants}.`,
          ...(/^(?:in|any|ch|a|aaaa|mx|txt|ptr|srv|cname|ns|soa)$/i.test(word.text) && {
            meant: word.text.toUpperCase()
          })
        })
    return found
  }
}

const numberWords =
  /^(?:zero|one|two|three|four|five|ten|fifteen|twenty|thirty|forty|fifty|sixty|hundred)$/i

const rewriteFields = oneOf('name', 'class', 'type', 'edns0', 'ttl', 'cname', 'rcode')

const nameMatches = oneOf('exact', 'prefix', 'suffix', 'substring', 'regex')
