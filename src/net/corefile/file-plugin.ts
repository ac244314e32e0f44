import type { DnsRecord, ZoneAnswer } from '../dns-record.ts'
import type { Directive } from './corefile-text.ts'
import { fallsThrough, isInZones, noName, noServer, type Question } from './plugin-answer.ts'
import { recordOf } from './template-plugin.ts'

/** The file plugin: a zone file of RFC 1035, as far as its records are modelled. */
export function askFile({ args, block }: Directive, question: Question): ZoneAnswer | undefined {
  const { name, type, zones } = question
  const [path = '', ...ownZones] = args
  const own = ownZones.length > 0 ? ownZones : zones
  if (!isInZones(name, own)) return undefined
  const text = question.file(path)
  if (text === undefined) return noServer(`The zone file ${path} is not in a mounted ConfigMap.`)
  const records = recordsOf(text, own[0] ?? '')
  const here = records.filter(one => one.name === name)
  if (here.length > 0) {
    const answers = here.filter(one => one.type === type || one.type === 'CNAME')
    return { status: 'NOERROR', answers, reason: `The zone file ${path} has ${name}` }
  }
  if (fallsThrough(block.find(one => one.name === 'fallthrough')?.args, name)) return undefined
  return noName(`The zone file ${path} does not have ${name}.`)
}

/** Relative names belong to the origin, `@` is the origin, and a line that begins with a space repeats a name. */
function recordsOf(text: string, zone: string): readonly DnsRecord[] {
  let origin = `${zone.replace(/\.$/, '')}.`
  let last = origin
  let ttl = '3600'
  const absolute = (name: string): string =>
    name === '@' ? origin : name.endsWith('.') ? name : `${name}.${origin}`
  const withoutParentheses = text
    .replaceAll(/;.*$/gm, '')
    .replaceAll(/\([^)]*\)/g, part => part.replaceAll('\n', ' '))
  return withoutParentheses.split('\n').flatMap(line => {
    const words = line.trim().split(/\s+/)
    if (line.trim() === '') return []
    if (words[0] === '$ORIGIN') origin = absolute(words[1] ?? '')
    if (words[0] === '$TTL') ttl = words[1] ?? ttl
    if (words[0]?.startsWith('$') === true) return []
    if (!/^\s/.test(line)) last = absolute(words.shift() ?? '')
    const own = /^\d+$/.test(words[0] ?? '') ? (words.shift() ?? ttl) : ttl
    if (words[0] === 'IN') words.shift()
    const type = words.shift() ?? ''
    const isName = ['CNAME', 'PTR', 'SRV'].includes(type)
    const data = isName ? [...words.slice(0, -1), absolute(words.at(-1) ?? '')] : words
    return recordOf(`${last} ${own} IN ${type} ${data.join(' ')}`) ?? []
  })
}
