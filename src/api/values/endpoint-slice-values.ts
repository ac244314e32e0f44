import type { FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { canonicalIpFaults, endpointIpFaults, ipFaults } from './address-values.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  domainNameFaults,
  labelValueFaults,
  qualifiedNameFaults
} from './names.ts'
import { protocols } from './service-port-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const limits = { endpoints: 1000, addresses: 100, ports: 20_000, hints: 8 } as const

/** Rules of `ValidateEndpointSliceCreate` (pkg/apis/discovery/validation). */
export function endpointSliceValues(object: KubeObject, checker: ValueChecker): void {
  const { addressType } = object
  if (isEmpty(addressType)) checker.required(['addressType'])
  else checker.oneOf(['addressType'], addressType, ['FQDN', 'IPv4', 'IPv6'])
  portValues(itemsOf(object.ports), checker)
  const endpoints = itemsOf(object.endpoints)
  if (checker.tooMany(['endpoints'], endpoints.length, limits.endpoints)) return
  endpoints.forEach((item, i) => endpointValues(recordOf(item), addressType, i, checker))
}

function portValues(ports: readonly unknown[], checker: ValueChecker): void {
  if (checker.tooMany(['ports'], ports.length, limits.ports)) return
  const names = new Set<unknown>()
  ports.forEach((item, i) => {
    const { name = '', protocol, appProtocol } = recordOf(item)
    const at: FieldPath = ['ports', i]
    checker.checkGiven([...at, 'name'], name, dnsLabelFaults)
    if (names.has(name)) checker.duplicate([...at, 'name'], name)
    names.add(name)
    checker.given([...at, 'protocol'], protocol, protocols)
    checker.check([...at, 'appProtocol'], appProtocol, qualifiedNameFaults)
  })
}

function endpointValues(
  endpoint: UnknownRecord,
  type: unknown,
  index: number,
  checker: ValueChecker
): void {
  const at: FieldPath = ['endpoints', index]
  const addresses = itemsOf(endpoint.addresses)
  const path = [...at, 'addresses']
  if (addresses.length === 0) checker.required(path)
  else checker.tooMany(path, addresses.length, limits.addresses)
  addresses.forEach((text, a) => {
    if (typeof text === 'string') addressValue(text, type, [...path, a], path, checker)
  })
  checker.check([...at, 'nodeName'], endpoint.nodeName, dnsSubdomainFaults)
  checker.check([...at, 'hostname'], endpoint.hostname, dnsLabelFaults)
  const { forZones, forNodes } = recordOf(endpoint.hints)
  hintValues(itemsOf(forZones), [...at, 'hints', 'forZones'], labelValueFaults, checker)
  hintValues(itemsOf(forNodes), [...at, 'hints', 'forNodes'], dnsSubdomainFaults, checker)
}

function addressValue(
  text: string,
  type: unknown,
  at: FieldPath,
  list: FieldPath,
  checker: ValueChecker
): void {
  if (type === 'FQDN') {
    checker.requireText(at, text, domainNameFaults)
    return
  }
  if (type !== 'IPv4' && type !== 'IPv6') return
  const faults = type === 'IPv4' ? ipFaults(text) : canonicalIpFaults(text)
  for (const fault of faults) checker.invalid(at, text, fault)
  if (faults.length > 0) return
  if (parseIp(text)?.family !== type)
    checker.invalid(at, text, `must be an ${type} address`, { path: list })
  checker.check(at, text, endpointIpFaults)
}

function hintValues(
  hints: readonly unknown[],
  path: FieldPath,
  faults: (text: string) => readonly string[],
  checker: ValueChecker
): void {
  if (checker.tooMany(path, hints.length, limits.hints)) return
  const names = new Set<unknown>()
  hints.forEach((item, i) => {
    const { name = '' } = recordOf(item)
    if (names.has(name)) checker.duplicate([...path, i, 'name'], name)
    names.add(name)
    checker.check([...path, i, 'name'], name, faults)
  })
}
