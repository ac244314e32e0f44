import type { CommandOutcome } from './http-reply.ts'
import { parseIp } from '../model/cidr.ts'
import type { DnsCheck } from './lab-definition.generated.ts'

export type RecordType = Exclude<DnsCheck['type'], undefined>

export type NameAnswer =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  /** The data of records that are no addresses, as nslookup words them: `10 100 80 web-0.db.shop.svc.cluster.local`. */
  | { readonly kind: 'records'; readonly records: readonly string[] }
  | { readonly kind: 'no-such-name' }
  /** The name exists and has no record of this type. */
  | { readonly kind: 'no-record' }
  | { readonly kind: 'unclear'; readonly text: string }

/**
 * Without a type nslookup asks for the addresses of both families. A certain server is asked for the very name:
 * one that the search list of the Pod has made longer is in none of its zones, and it would refuse that first.
 */
export function nslookupCommand(
  name: string,
  { type, server }: { readonly type?: RecordType; readonly server?: string } = {}
): readonly string[] {
  const option = type === undefined ? [] : [`-type=${type}`]
  if (server === undefined) return ['nslookup', ...option, name]
  const isWhole = name.includes('.') && !name.endsWith('.') && !parseIp(name)
  return ['nslookup', ...option, isWhole ? `${name}.` : name, server]
}

/**
 * Reads nslookup of BusyBox and of BIND. Only the server's own NXDOMAIN counts as "there is no such name": a
 * server that is silent or broken says nothing about names.
 */
export function readNslookup({ exitCode, stdout, stderr }: CommandOutcome): NameAnswer {
  const text = `${stdout}\n${stderr}`
  // The first lines name the DNS server itself; the answer begins with the first "Name:".
  const answer = text.slice(Math.max(0, text.search(/^Name:/m)))
  const addresses = /^Name:/m.test(text)
    ? [...answer.matchAll(/^Address(?: \d+)?:\s*([0-9a-fA-F.:]+)/gm)].map(match => match[1] ?? '')
    : []
  if (addresses.length > 0) return { kind: 'addresses', addresses: [...new Set(addresses)] }
  const records = [...text.matchAll(/^\S+\s+(?:service|name|canonical name|text) = (.*)$/gm)].map(
    match =>
      (match[1] ?? '')
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replace(/\.$/, '')
  )
  if (records.length > 0) return { kind: 'records', records: [...new Set(records)] }
  if (/timed out|no servers could be reached|connection refused|unreachable/i.test(text))
    return { kind: 'unclear', text: 'the DNS server does not answer' }
  if (/SERVFAIL|REFUSED/.test(text))
    return { kind: 'unclear', text: 'the DNS server says that it can’t answer' }
  if (text.includes('NXDOMAIN')) return { kind: 'no-such-name' }
  if (/No answer/i.test(text)) return { kind: 'no-record' }
  return { kind: 'unclear', text: `nslookup ended with code ${exitCode} and no address` }
}
