import { parseIp } from '../../model/cidr.ts'
import type { DnsRecord, RecordType, ZoneAnswer } from '../dns-record.ts'
import type { Directive } from './corefile-text.ts'
import { fallsThrough, isInZones, noServer, type Question } from './plugin-answer.ts'

/** The template plugin: records written by a pattern. https://coredns.io/plugins/template/ */
export function askTemplate(
  { args, block }: Directive,
  question: Question
): ZoneAnswer | undefined {
  const { name, type, zones } = question
  const [, wanted = 'ANY', ...ownZones] = args
  const own = ownZones.length > 0 ? ownZones : zones
  if (!isInZones(name, own)) return undefined
  if (wanted !== 'ANY' && wanted.toUpperCase() !== type) return undefined
  const patterns = block.filter(one => one.name === 'match').flatMap(one => one.args)
  const match = firstMatch(patterns.length > 0 ? patterns : ['.*'], name)
  if (!match) {
    const through = block.find(one => one.name === 'fallthrough')?.args
    return through === undefined && patterns.length > 0 && !fallsThrough(through, name)
      ? noServer(`The template of the Corefile is for ${name}, and its pattern does not match.`)
      : undefined
  }
  const zone = own.find(one => isInZones(name, [one])) ?? ''
  const answers = block
    .filter(one => one.name === 'answer')
    .map(one => recordOf(filled(one.args.join(' '), match, name, type, zone)))
  if (answers.some(one => one === undefined))
    return noServer(
      `The template for ${name} uses what is not modelled; records of type A, AAAA, CNAME, SRV and PTR are.`
    )
  const rcode = block.find(one => one.name === 'rcode')?.args[0]?.toUpperCase() ?? 'NOERROR'
  const records = answers.filter(one => one !== undefined)
  return {
    status: rcode === 'NXDOMAIN' ? 'NXDOMAIN' : rcode === 'NOERROR' ? 'NOERROR' : 'SERVFAIL',
    answers: records,
    reason: `A template of the Corefile answers for ${name}`
  }
}

function firstMatch(patterns: readonly string[], name: string): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    try {
      // Go writes named groups as (?P<name>…).
      const match = new RegExp(pattern.replaceAll('(?P<', '(?<')).exec(name)
      if (match) return match
    } catch {
      return undefined
    }
  }
  return undefined
}

/** `{{ .Name }}`, `{{ .Type }}`, `{{ .Zone }}`, `{{ .Group.x }}` and `{{ index .Match 1 }}`. */
function filled(
  text: string,
  match: RegExpExecArray,
  name: string,
  type: RecordType,
  zone: string
): string {
  return text.replaceAll(/\{\{\s*(.*?)\s*\}\}/g, (all, expression: string) => {
    if (expression === '.Name') return name
    if (expression === '.Type') return type
    if (expression === '.Class') return 'IN'
    if (expression === '.Zone') return `${zone.replace(/\.$/, '')}.`
    const group = /^\.Group\.(\w+)$/.exec(expression)?.[1]
    if (group !== undefined) return match.groups?.[group] ?? ''
    const index = /^index \.Match (\d+)$/.exec(expression)?.[1]
    return index === undefined ? all : (match[Number(index)] ?? '')
  })
}

/** Reads `name ttl IN TYPE data`. Undefined for what isn't one of the modelled records. */
export function recordOf(text: string): DnsRecord | undefined {
  const [, name = '', ttlText, type = '', data = ''] =
    /^(\S+)\s+(?:(\d+)\s+)?(?:IN\s+)?(\w+)\s+(.+)$/.exec(text.trim()) ?? []
  const ttl = Number(ttlText ?? 3600)
  const absolute = (one: string): string => `${one.toLowerCase().replace(/\.$/, '')}.`
  const base = { name: absolute(name), ttl }
  switch (type.toUpperCase()) {
    case 'A':
    case 'AAAA': {
      const family = type.toUpperCase() === 'A' ? 'IPv4' : 'IPv6'
      if (parseIp(data)?.family !== family) return undefined
      return { ...base, type: family === 'IPv4' ? 'A' : 'AAAA', address: data }
    }
    case 'CNAME':
      return { ...base, type: 'CNAME', target: absolute(data) }
    case 'PTR':
      return { ...base, type: 'PTR', target: absolute(data) }
    case 'SRV': {
      const [priority, weight, port, target] = data.split(/\s+/)
      if (target === undefined) return undefined
      return {
        ...base,
        type: 'SRV',
        priority: Number(priority),
        weight: Number(weight),
        port: Number(port),
        target: absolute(target)
      }
    }
    default:
      return undefined
  }
}
