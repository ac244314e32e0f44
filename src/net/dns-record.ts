import { formatIp, parseIp, type Ip } from '../model/cidr.ts'

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR'

/** A resource record. Names are absolute, in lower case, and end in a dot; TTLs are seconds. */
export type DnsRecord =
  | {
      readonly type: 'A' | 'AAAA'
      readonly name: string
      readonly ttl: number
      readonly address: string
    }
  | {
      readonly type: 'CNAME' | 'PTR'
      readonly name: string
      readonly ttl: number
      readonly target: string
    }
  | {
      readonly type: 'SRV'
      readonly name: string
      readonly ttl: number
      readonly priority: number
      readonly weight: number
      readonly port: number
      readonly target: string
    }

/** `TIMEOUT` stands for no answer at all. A name without records of the type is NOERROR with no answers. */
export type DnsStatus = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'TIMEOUT'

/** What a server says to one question. */
export interface ZoneAnswer {
  readonly status: Exclude<DnsStatus, 'TIMEOUT'>
  readonly answers: readonly DnsRecord[]
  readonly reason: string
}

/** The part of a record behind its type, as zone files and dig write it. */
export function recordData(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`
    default:
      return record.target
  }
}

/** The name that PTR questions use for an address: `1.0.96.10.in-addr.arpa.` (RFC 1035 3.5, RFC 3596 2.5). */
export function reverseNameOf(ip: Ip): string {
  if (ip.family === 'IPv4') return `${formatIp(ip).split('.').reverse().join('.')}.in-addr.arpa.`
  const digits = Array.from(ip.value.toString(16).padStart(32, '0'))
  return `${digits.reverse().join('.')}.ip6.arpa.`
}

/** The address in a reverse name, or undefined when the name is not a complete one. */
export function addressOfReverseName(name: string): Ip | undefined {
  const lower = name.toLowerCase().replace(/\.$/, '')
  const v4 = /^((?:\d{1,3}\.){4})in-addr\.arpa$/.exec(lower)?.[1]
  if (v4 !== undefined) return parseIp(v4.slice(0, -1).split('.').reverse().join('.'))
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/.exec(lower)?.[1]
  if (v6 === undefined) return undefined
  return {
    family: 'IPv6',
    value: BigInt(`0x${v6.replaceAll('.', '').split('').reverse().join('')}`)
  }
}
