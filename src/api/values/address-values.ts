import type { FieldPath } from '../../base/field-path.ts'
import {
  cidrHasHostBits,
  formatCidr,
  isIpv4Mapped,
  formatIp,
  maskCidr,
  parseCidr,
  parseIp,
  type Cidr
} from '../../model/cidr.ts'
import type { ServerWords } from '../field-error.ts'
import type { ValueChecker } from './value-checker.ts'

const invalidIp = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'

/** Faults of an IP address since StrictIPCIDRValidation (KEP-4858). */
export function ipFaults(text: string): readonly string[] {
  const ip = parseIp(text)
  if (!ip || ip.zone !== undefined) {
    // The lenient parser reads 010.1.2.3, so that the server has a sentence of its own for it.
    return [parseIp(withoutLeadingZeros(text)) ? 'must not have leading 0s' : invalidIp]
  }
  return isIpv4Mapped(ip) ? ['must not be an IPv4-mapped IPv6 address'] : []
}

/** As `ipFaults`, and written in the canonical form of its family. */
export function canonicalIpFaults(text: string): readonly string[] {
  const faults = ipFaults(text)
  if (faults.length > 0) return faults
  const ip = parseIp(text)
  const canonical = ip ? formatIp(ip) : text
  return canonical === text ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`]
}

/** Addresses that no endpoint can have (`ValidateEndpointIP`). */
export function endpointIpFaults(text: string): readonly string[] {
  const ip = parseIp(text) ?? parseIp(withoutLeadingZeros(text))
  if (!ip) return ['must be a valid IP address']
  const within = (...ranges: readonly string[]): boolean =>
    ranges.some(range => {
      const cidr = parseCidr(range)
      if (cidr?.family !== ip.family) return false
      const shift = BigInt((ip.family === 'IPv4' ? 32 : 128) - cidr.bits)
      return cidr.value >> shift === ip.value >> shift
    })
  if (ip.value === 0n) return [`may not be unspecified (${text})`]
  if (within('127.0.0.0/8', '::1/128'))
    return ['may not be in the loopback range (127.0.0.0/8, ::1/128)']
  if (within('169.254.0.0/16', 'fe80::/10'))
    return ['may not be in the link-local range (169.254.0.0/16, fe80::/10)']
  if (within('224.0.0.0/24', 'ff02::/16'))
    return ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']
  return []
}

/** Reports what is wrong with a CIDR, and answers it as far as it can be read. */
export function cidrValue(
  path: FieldPath,
  text: unknown,
  checker: ValueChecker,
  server?: ServerWords
): Cidr | undefined {
  if (typeof text !== 'string') return undefined
  const cidr = parseCidr(text)
  if (!cidr) {
    const lenient = parseCidr(withoutLeadingZeros(text))
    checker.invalid(
      path,
      text,
      lenient
        ? 'must not have leading 0s in IP or prefix length'
        : 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      server
    )
    return lenient
  }
  if (isIpv4Mapped({ family: cidr.family, value: cidr.value }))
    checker.invalid(path, text, 'must not have an IPv4-mapped IPv6 address', server)
  else if (cidrHasHostBits(cidr))
    checker.add('invalid', path, 'must not have bits set beyond the prefix length', {
      badValue: text,
      suggestion: formatCidr(maskCidr(cidr)),
      ...(server && { server })
    })
  return cidr
}

/** As the lenient parser of older servers reads an address or a block. */
export function withoutLeadingZeros(text: string): string {
  return text.includes(':') ? text : text.replaceAll(/(^|[./])0+(?=\d)/g, '$1')
}
