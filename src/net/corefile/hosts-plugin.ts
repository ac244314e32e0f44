import { formatIp, parseIp } from '../../model/cidr.ts'
import { addressOfReverseName, type DnsRecord, type ZoneAnswer } from '../dns-record.ts'
import type { Directive } from './corefile-text.ts'
import { fallsThrough, isInZones, noName, type Question } from './plugin-answer.ts'

const settings = new Set(['fallthrough', 'ttl', 'no_reverse', 'reload'])

/** The hosts plugin: addresses by name as in /etc/hosts. https://coredns.io/plugins/hosts/ */
export function askHosts({ args, block }: Directive, question: Question): ZoneAnswer | undefined {
  const { name, type, zones } = question
  const [file, ...ownZones] = args
  const setting = (wanted: string): Directive | undefined => block.find(one => one.name === wanted)
  const isMine = isInZones(name, ownZones.length > 0 ? ownZones : zones)
  if (!isMine) return undefined
  const ttl = Number(setting('ttl')?.args[0] ?? 3600)
  const lines = [
    ...(file === undefined ? [] : linesOf(question.file(file) ?? '')),
    ...block.filter(one => !settings.has(one.name)).map(one => [one.name, ...one.args])
  ]
  const entries = lines.flatMap(([address = '', ...names]) => {
    const ip = parseIp(address)
    return ip ? names.map(one => ({ ip, name: `${one.toLowerCase().replace(/\.$/, '')}.` })) : []
  })
  const reverse = setting('no_reverse') ? undefined : addressOfReverseName(name)
  if (reverse) {
    const targets = entries.filter(one => formatIp(one.ip) === formatIp(reverse))
    if (targets.length === 0) return undefined
    const answers = targets.map(({ name: target }) => ({ type: 'PTR' as const, name, ttl, target }))
    return { status: 'NOERROR', answers: type === 'PTR' ? answers : [], reason: found(name) }
  }
  const own = entries.filter(one => one.name === name)
  if (own.length > 0) {
    const answers = own.flatMap(({ ip }): DnsRecord[] => {
      const kind = ip.family === 'IPv4' ? 'A' : 'AAAA'
      return kind === type ? [{ type: kind, name, ttl, address: formatIp(ip) }] : []
    })
    return { status: 'NOERROR', answers, reason: found(name) }
  }
  if (fallsThrough(setting('fallthrough')?.args, name)) return undefined
  return noName(
    `The hosts plugin of the Corefile answers for ${name} and does not have it; without fallthrough nobody else is asked.`
  )
}

function found(name: string): string {
  return `The hosts plugin of the Corefile has ${name}`
}

function linesOf(text: string): readonly (readonly string[])[] {
  return text.split('\n').map(line => line.replace(/#.*/, '').trim().split(/\s+/))
}
