import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { cidrCovers, cidrHasHostBits, formatCidr, maskCidr, parseCidr } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { portNameFault } from './names.ts'
import { selectorValues } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

const protocols = ['SCTP', 'TCP', 'UDP']

/** Rules of `ValidateNetworkPolicySpec` (pkg/apis/networking/validation). */
export function networkPolicyValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  selectorValues(spec.podSelector, ['spec', 'podSelector'], checker)
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to']
  ] as const)
    itemsOf(spec[direction]).forEach((rule, i) => {
      const at = ['spec', direction, i]
      const { ports, [peers]: others } = recordOf(rule)
      itemsOf(ports).forEach((port, p) => portValues(port, [...at, 'ports', p], checker))
      itemsOf(others).forEach((peer, p) => peerValues(peer, [...at, peers, p], checker))
    })
  itemsOf(spec.policyTypes).forEach((type, i) => {
    if (typeof type === 'string' && type !== 'Ingress' && type !== 'Egress')
      checker.unsupported(['spec', 'policyTypes', i], type, ['Egress', 'Ingress'])
  })
  if (itemsOf(spec.policyTypes).length > 2)
    checker.invalid(
      ['spec', 'policyTypes'],
      spec.policyTypes,
      'may not specify more than two policyTypes'
    )
}

function portValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { port, endPort, protocol } = recordOf(value)
  if (typeof protocol === 'string' && !protocols.includes(protocol))
    checker.unsupported([...at, 'protocol'], protocol, protocols)
  checker.port([...at, 'port'], port)
  checker.check([...at, 'port'], port, portNameFault)
  if (typeof endPort !== 'number') return
  if (port === undefined)
    checker.required([...at, 'port'], 'must be specified when `endPort` is specified')
  else if (typeof port === 'string')
    checker.invalid([...at, 'endPort'], endPort, 'may not be specified when `port` is non-numeric')
  else if (typeof port === 'number' && endPort < port)
    checker.invalid([...at, 'endPort'], endPort, 'must be greater than or equal to `port`')
  else checker.port([...at, 'endPort'], endPort)
}

function peerValues(peer: unknown, at: FieldPath, checker: ValueChecker): void {
  // A peer whose type is wrong has been reported already.
  if (!isRecord(peer)) return
  const { podSelector, namespaceSelector, ipBlock } = peer
  selectorValues(podSelector, [...at, 'podSelector'], checker)
  selectorValues(namespaceSelector, [...at, 'namespaceSelector'], checker)
  const selectors = isRecord(podSelector) || isRecord(namespaceSelector)
  if (isRecord(ipBlock)) {
    ipBlockValues(ipBlock, [...at, 'ipBlock'], checker)
    if (selectors) checker.forbidden(at, 'may not specify both ipBlock and another peer')
  } else if (!selectors) checker.required(at, 'must specify a peer')
}

function ipBlockValues(
  block: Readonly<Record<string, unknown>>,
  at: FieldPath,
  checker: ValueChecker
): void {
  const outer = cidrAt(block.cidr, [...at, 'cidr'], checker)
  itemsOf(block.except).forEach((text, i) => {
    const path = [...at, 'except', i]
    const inner = cidrAt(text, path, checker)
    if (outer && inner && (!cidrCovers(outer, inner) || formatCidr(outer) === formatCidr(inner)))
      checker.invalid(path, text, 'must be a strict subset of `cidr`')
  })
}

function cidrAt(
  text: unknown,
  path: FieldPath,
  checker: ValueChecker
): ReturnType<typeof parseCidr> {
  if (typeof text !== 'string') return undefined
  const cidr = parseCidr(text)
  if (!cidr)
    checker.invalid(path, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')
  else if (cidrHasHostBits(cidr))
    checker.invalid(
      path,
      text,
      `must not have bits set beyond the prefix length; did you mean "${formatCidr(maskCidr(cidr))}"?`
    )
  return cidr
}
