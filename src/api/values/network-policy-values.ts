import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { cidrCovers } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { cidrValue } from './address-values.ts'
import { portNameFaults } from './names.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

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
  const types = itemsOf(spec.policyTypes)
  if (types.length > 2)
    checker.invalid(['spec', 'policyTypes'], types, 'may not specify more than two policyTypes')
  else
    types.forEach((type, i) =>
      checker.given(['spec', 'policyTypes', i], type, ['Ingress', 'Egress'])
    )
}

function portValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { port, endPort, protocol } = recordOf(value)
  checker.given([...at, 'protocol'], protocol, ['TCP', 'UDP', 'SCTP'])
  checker.port([...at, 'port'], port)
  checker.check([...at, 'port'], port, portNameFaults)
  if (typeof endPort !== 'number') return
  const path = [...at, 'endPort']
  if (port === undefined)
    checker.invalid(path, endPort, 'may not be specified when `port` is not specified')
  else if (typeof port === 'string')
    checker.invalid(path, endPort, 'may not be specified when `port` is non-numeric')
  else if (typeof port === 'number') {
    if (endPort < port) checker.invalid(path, endPort, 'must be greater than or equal to `port`')
    checker.port(path, endPort)
  }
}

function peerValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { podSelector, namespaceSelector, ipBlock } = recordOf(value)
  selectorValues(podSelector, [...at, 'podSelector'], checker)
  selectorValues(namespaceSelector, [...at, 'namespaceSelector'], checker)
  const selects = isRecord(podSelector) || isRecord(namespaceSelector)
  if (isRecord(ipBlock)) {
    ipBlockValues(ipBlock, [...at, 'ipBlock'], checker)
    if (selects) checker.forbidden(at, 'may not specify both ipBlock and another peer')
  } else if (!selects) checker.required(at, 'must specify a peer')
}

function ipBlockValues(
  block: Readonly<Record<string, unknown>>,
  at: FieldPath,
  checker: ValueChecker
): void {
  if (isEmpty(block.cidr)) {
    checker.required([...at, 'cidr'])
    return
  }
  const outer = cidrValue([...at, 'cidr'], block.cidr, checker)
  if (!outer) return
  itemsOf(block.except).forEach((text, i) => {
    const path = [...at, 'except', i]
    const inner = cidrValue(path, text, checker)
    if (inner && (!cidrCovers(outer, inner) || outer.bits === inner.bits))
      checker.invalid(path, text, 'must be a strict subset of `cidr`')
  })
}
