import { itemsOf, type UnknownRecord } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import { ipFaults } from './address-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
const families = ['IPv4', 'IPv6']

/**
 * Rules of `ValidateServiceClusterIPsRelatedFields` and of `initIPFamilyFields` (pkg/registry/core/service), as
 * far as they hold on every cluster. Which families and ranges a cluster has is not known here.
 */
export function clusterIpValues(spec: UnknownRecord, checker: ValueChecker): void {
  const { clusterIP, ipFamilyPolicy } = spec
  const at = ['spec', 'clusterIPs']
  const given = itemsOf(spec.clusterIPs)
  if (!isEmpty(clusterIP)) {
    if (given.length > 0 && given[0] !== clusterIP)
      checker.invalid(at, given, 'first value must match `clusterIP`')
  } else if (given.length > 0)
    checker.invalid(at, given, 'must be empty when `clusterIP` is not specified')
  familyValues(itemsOf(spec.ipFamilies), checker)
  checker.given(['spec', 'ipFamilyPolicy'], ipFamilyPolicy, policies)
  // One address alone counts as a list of one.
  const ips = given.length > 0 || isEmpty(clusterIP) ? given : [clusterIP]
  const pathOf = (i: number): (string | number)[] =>
    given.length > 0 ? [...at, i] : ['spec', 'clusterIP']
  if (!readableIps(ips, pathOf, checker)) return
  stackValues(ips, itemsOf(spec.ipFamilies), pathOf, checker)
  const isFree = clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  if ((ipFamilyPolicy ?? (isFree ? 'RequireDualStack' : 'SingleStack')) !== 'SingleStack') return
  const single = (what: string): void =>
    checker.add(
      'invalid',
      [
        'spec',
        ipFamilyPolicy === undefined
          ? what === 'IP families'
            ? 'ipFamilies'
            : 'clusterIPs'
          : 'ipFamilyPolicy'
      ],
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
      { badValue: 'SingleStack', server: { path: ['spec', 'ipFamilyPolicy'] } }
    )
  if (ips.length === 2) single('cluster IPs')
  if (itemsOf(spec.ipFamilies).length === 2) single('IP families')
}

function familyValues(list: readonly unknown[], checker: ValueChecker): void {
  list.forEach((family, i) => {
    checker.given(['spec', 'ipFamilies', i], family, families)
    if (list.indexOf(family) < i) checker.duplicate(['spec', 'ipFamilies', i], family)
  })
}

/** Whether every address can be read, since an unreadable one makes the rest meaningless. */
function readableIps(
  ips: readonly unknown[],
  pathOf: (i: number) => (string | number)[],
  checker: ValueChecker
): boolean {
  let readable = true
  ips.forEach((ip, i) => {
    if (i === 0 && ip === 'None') {
      if (ips.length === 1) return
      readable = false
      checker.invalid(['spec', 'clusterIPs'], ips, "'None' must be the first and only value")
    } else if (typeof ip === 'string')
      for (const fault of ipFaults(ip)) {
        readable = false
        checker.invalid(pathOf(i), ip, fault, { path: ['spec', 'clusterIPs', i] })
      }
  })
  if (ips.length > 2) checker.invalid(['spec', 'clusterIPs'], ips, 'may only hold up to 2 values')
  return readable
}

function stackValues(
  ips: readonly unknown[],
  wanted: readonly unknown[],
  pathOf: (i: number) => (string | number)[],
  checker: ValueChecker
): void {
  const found = ips.map(ip => (typeof ip === 'string' ? parseIp(ip)?.family : undefined))
  if (ips.length > 1 && new Set(found).size < 2)
    checker.invalid(
      ['spec', 'clusterIPs'],
      ips,
      'may specify no more than one IP for each IP family'
    )
  if (ips[0] === 'None') return
  ips.forEach((ip, i) => {
    const family = wanted[i]
    if ((family !== 'IPv4' && family !== 'IPv6') || family === found[i]) return
    checker.invalid(
      pathOf(i),
      ip,
      `expected an ${family} value as indicated by \`ipFamilies[${i}]\``,
      { path: ['spec', 'clusterIPs', i] }
    )
  })
}
