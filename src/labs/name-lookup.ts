import type { CommandOutcome } from './http-reply.ts'

export type NameAnswer =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'no-such-name' }
  | { readonly kind: 'unclear'; readonly text: string }

export function nslookupCommand(name: string): readonly string[] {
  return ['nslookup', name]
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
  if (/timed out|no servers could be reached|connection refused|unreachable/i.test(text))
    return { kind: 'unclear', text: 'the DNS server does not answer' }
  if (/SERVFAIL|REFUSED/.test(text))
    return { kind: 'unclear', text: 'the DNS server says that it can’t answer' }
  if (text.includes('NXDOMAIN')) return { kind: 'no-such-name' }
  return { kind: 'unclear', text: `nslookup ended with code ${exitCode} and no address` }
}
