import { cidrSize, firstIpOf, parseCidr, parseIp, type Ip } from './cidr.ts'
import type { IpFamily } from './kinds.ts'

/** Addresses from the first to the last, both included. */
export interface AddressRange {
  readonly family: IpFamily
  readonly first: bigint
  readonly last: bigint
  /** The prefix length, of a range that was written as a CIDR. */
  readonly bits?: number
}

/** Reads `10.0.0.0/24` or `10.0.0.1-10.0.0.9`, in the order in which it is written. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const dash = text.indexOf('-')
  if (dash < 0) {
    const cidr = parseCidr(text)
    if (!cidr) return undefined
    const first = firstIpOf(cidr).value
    return { family: cidr.family, first, last: first + cidrSize(cidr) - 1n, bits: cidr.bits }
  }
  const first = parseIp(text.slice(0, dash).trim())
  const last = parseIp(text.slice(dash + 1).trim())
  if (!first || first.family !== last?.family) return undefined
  return { family: first.family, first: first.value, last: last.value }
}

export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last
}

export function rangeContains(range: AddressRange, ip: Ip): boolean {
  return range.family === ip.family && range.first <= ip.value && ip.value <= range.last
}
