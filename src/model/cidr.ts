import type { IpFamily } from './kinds.ts'

/**
 * An address as a number, 32 bits wide for IPv4 and 128 for IPv6. An IPv4-mapped IPv6 address
 * (`::ffff:10.0.0.1`) is an IPv6 address and differs from the IPv4 address in it, as in Go's `net/netip`.
 */
export interface Ip {
  readonly family: IpFamily
  readonly value: bigint
  /** The zone of a scoped IPv6 address (`fe80::1%eth0`), without the percent sign. */
  readonly zone?: string
}

/** An address with a prefix length. The address may have bits set behind the prefix: `cidrHasHostBits`. */
export interface Cidr {
  readonly family: IpFamily
  readonly value: bigint
  readonly bits: number
}

export function widthOf(family: IpFamily): 32 | 128 {
  return family === 'IPv4' ? 32 : 128
}

/** Reads an address as strictly as Go's `netip.ParseAddr`: no leading zeros in IPv4, no brackets, no spaces. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text)
    return value === undefined ? undefined : { family: 'IPv4', value }
  }
  const percent = text.indexOf('%')
  if (percent < 0) {
    const value = parseIpv6(text)
    return value === undefined ? undefined : { family: 'IPv6', value }
  }
  const zone = text.slice(percent + 1)
  const value = parseIpv6(text.slice(0, percent))
  return value === undefined || zone === '' ? undefined : { family: 'IPv6', value, zone }
}

/** Reads `address/bits` as strictly as Go's `netip.ParsePrefix`: no zone, no sign and no leading zeros in the bits. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.lastIndexOf('/')
  if (slash < 0) return undefined
  const ip = parseIp(text.slice(0, slash))
  const bitsText = text.slice(slash + 1)
  if (ip === undefined || ip.zone !== undefined || !/^(0|[1-9]\d{0,2})$/.test(bitsText))
    return undefined
  const bits = Number(bitsText)
  return bits > widthOf(ip.family) ? undefined : { family: ip.family, value: ip.value, bits }
}

/** The range of exactly one address, `/32` or `/128`. */
export function cidrOfIp(ip: Ip): Cidr {
  return { family: ip.family, value: ip.value, bits: widthOf(ip.family) }
}

/** False across families, for a scoped address, and for an IPv4-mapped address in an IPv4 range. */
export function cidrContains(cidr: Cidr, ip: Ip): boolean {
  if (cidr.family !== ip.family || ip.zone !== undefined) return false
  const shift = BigInt(widthOf(cidr.family) - cidr.bits)
  return cidr.value >> shift === ip.value >> shift
}

/** Whether every address of `inner` is in `outer`. */
export function cidrCovers(outer: Cidr, inner: Cidr): boolean {
  return (
    inner.bits >= outer.bits && cidrContains(outer, { family: inner.family, value: inner.value })
  )
}

/** Two ranges share addresses exactly when one covers the other. */
export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return cidrCovers(a, b) || cidrCovers(b, a)
}

/** True for `10.0.0.1/24`: the address says more than the prefix length keeps. */
export function cidrHasHostBits(cidr: Cidr): boolean {
  return maskCidr(cidr).value !== cidr.value
}

/** The same range with the bits behind the prefix cleared: `10.0.0.1/24` becomes `10.0.0.0/24`. */
export function maskCidr(cidr: Cidr): Cidr {
  const shift = BigInt(widthOf(cidr.family) - cidr.bits)
  return { ...cidr, value: (cidr.value >> shift) << shift }
}

export function firstIpOf(cidr: Cidr): Ip {
  return { family: cidr.family, value: maskCidr(cidr).value }
}

export function lastIpOf(cidr: Cidr): Ip {
  return { family: cidr.family, value: maskCidr(cidr).value + cidrSize(cidr) - 1n }
}

/** How many addresses a range has. */
export function cidrSize(cidr: Cidr): bigint {
  return 1n << BigInt(widthOf(cidr.family) - cidr.bits)
}

/** True for `::ffff:0:0/96`, which Kubernetes refuses in new objects because readers disagree on its family. */
export function isIpv4Mapped(ip: Ip): boolean {
  return ip.family === 'IPv6' && ip.value >> 32n === 0xffffn
}

/** An address by which a machine, or a Pod, reaches itself: 127.0.0.0/8 and ::1. */
export function isLoopback(ip: Ip): boolean {
  return ip.family === 'IPv4' ? ip.value >> 24n === 127n : ip.value === 1n
}

/** The canonical text: dotted IPv4, RFC 5952 for IPv6, with the dotted tail for IPv4-mapped addresses. */
export function formatIp(ip: Ip): string {
  if (ip.family === 'IPv4') return formatIpv4(ip.value)
  const text = isIpv4Mapped(ip)
    ? `::ffff:${formatIpv4(ip.value & 0xffffffffn)}`
    : formatIpv6(ip.value)
  return ip.zone === undefined ? text : `${text}%${ip.zone}`
}

export function formatCidr(cidr: Cidr): string {
  return `${formatIp({ family: cidr.family, value: cidr.value })}/${cidr.bits}`
}

export function ipsEqual(a: Ip, b: Ip): boolean {
  return a.family === b.family && a.value === b.value && a.zone === b.zone
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  // Two colons stand for at least one group of zeros.
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
}

/** The 16-bit groups of one side of `::`. A dotted IPv4 tail may end the address and counts as two groups. */
function groupsOf(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups: number[] = []
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const dotted = last && i === parts.length - 1 ? parseIpv4(part) : undefined
      if (dotted === undefined) return undefined
      groups.push(Number(dotted >> 16n), Number(dotted & 0xffffn))
    } else {
      if (!/^[0-9A-Fa-f]{1,4}$/.test(part)) return undefined
      groups.push(Number.parseInt(part, 16))
    }
  }
  return groups
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map(shift => ((value >> shift) & 0xffn).toString()).join('.')
}

function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    Number((value >> BigInt(112 - 16 * i)) & 0xffffn)
  )
  const zeros = longestZeroRun(groups)
  const hex = (part: readonly number[]): string => part.map(group => group.toString(16)).join(':')
  // RFC 5952: a single group of zeros is not shortened.
  if (zeros.length < 2) return hex(groups)
  return `${hex(groups.slice(0, zeros.start))}::${hex(groups.slice(zeros.start + zeros.length))}`
}

/** The first of the longest runs of zero groups. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (const [i, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: i - length + 1, length }
  }
  return best
}
