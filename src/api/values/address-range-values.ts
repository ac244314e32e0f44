import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { cidrHasHostBits, formatCidr, parseCidr } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import type { ServerWords } from '../field-error.ts'
import { cidrValue } from './address-values.ts'
import {
  dnsSubdomainFaults,
  labelValueFaults,
  pathSegmentFaults,
  qualifiedNameFaults
} from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateServiceCIDR` (pkg/apis/networking/validation). */
export function serviceCidrValues(object: KubeObject, checker: ValueChecker): void {
  const cidrs = itemsOf(recordOf(object.spec).cidrs)
  const words = {
    more: 'may only hold up to 2 values',
    twice:
      'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
    server: { value: JSON.stringify({ CIDRs: cidrs }) }
  }
  cidrListValues(cidrs, ['spec', 'cidrs'], words, checker)
  cidrs.forEach((text, i) => {
    const cidr = typeof text === 'string' ? parseCidr(text) : undefined
    if (!cidr || cidrHasHostBits(cidr) || formatCidr(cidr) === text) return
    const detail = `must be in canonical form (${JSON.stringify(formatCidr(cidr))})`
    checker.invalid(['spec', 'cidrs', i], text, detail)
  })
  if (cidrs.length === 0) checker.required(['spec', 'cidrs'], 'at least one CIDR required')
}

/** How the server says that there are more than two blocks, and that two are of one family. */
interface CidrListWords {
  readonly more: string
  readonly twice: string
  readonly server?: ServerWords
}

/** At most one block of each family. */
function cidrListValues(
  cidrs: readonly unknown[],
  path: readonly string[],
  { more, twice, server }: CidrListWords,
  checker: ValueChecker
): void {
  if (cidrs.length > 2) {
    checker.invalid(path, cidrs, more, server)
    return
  }
  const families = cidrs.map((cidr, i) => cidrValue([...path, i], cidr, checker)?.family)
  if (families.length === 2 && families[0] !== undefined && families[0] === families[1])
    checker.invalid(path, cidrs, twice)
}

/** Rules of `ValidateIPAddress` (pkg/apis/networking/validation). */
export function ipAddressValues(object: KubeObject, checker: ValueChecker): void {
  const { parentRef } = recordOf(object.spec)
  const at = ['spec', 'parentRef']
  if (!isRecord(parentRef)) {
    checker.required(at)
    return
  }
  checker.checkGiven([...at, 'group'], parentRef.group, dnsSubdomainFaults)
  for (const key of ['resource', 'name'])
    checker.requireText([...at, key], parentRef[key], pathSegmentFaults)
  checker.checkGiven([...at, 'namespace'], parentRef.namespace, pathSegmentFaults)
}

/** The rules of `ValidateNode` (pkg/apis/core/validation) about Pod addresses and taints. */
export function nodeValues(object: KubeObject, checker: ValueChecker): void {
  const { podCIDR, podCIDRs, taints } = recordOf(object.spec)
  const list = itemsOf(podCIDRs)
  // The single block goes first; where the list begins with another one, the server drops the list.
  const isDropped = !isEmpty(podCIDR) && list[0] !== podCIDR
  const once = 'may specify no more than one CIDR for each IP family'
  if (isDropped) cidrValue(['spec', 'podCIDR'], podCIDR, checker, { path: 'spec.podCIDRs[0]' })
  else cidrListValues(list, ['spec', 'podCIDRs'], { more: once, twice: once }, checker)
  const seen = new Set<string>()
  itemsOf(taints).forEach((taint, i) => {
    const { key = '', value, effect } = recordOf(taint)
    const path = ['spec', 'taints', i]
    const server = ['metadata', 'taints', i]
    checker.check([...path, 'key'], key, qualifiedNameFaults, { path: [...server, 'key'] })
    checker.check([...path, 'value'], value, labelValueFaults, { path: [...server, 'value'] })
    const named = { path: [...server, 'effect'] }
    if (isEmpty(effect)) checker.required([...path, 'effect'], '', named)
    else
      checker.given(
        [...path, 'effect'],
        effect,
        ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
        named
      )
    const identity = `${String(key)} ${String(effect)}`
    if (seen.has(identity))
      checker.add('duplicate', path, 'taints must be unique by key and effect pair', {
        badValue: taint,
        server: { path: server }
      })
    seen.add(identity)
  })
}
