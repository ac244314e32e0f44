import { formatFieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { withoutLeadingZeros } from './address-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** The one rule of Gateway addresses that its CustomResourceDefinition has as a choice of schemas. */
export function gatewayValues(object: KubeObject, checker: ValueChecker): void {
  itemsOf(recordOf(object.spec).addresses).forEach((address, i) => {
    const { type = 'IPAddress', value } = recordOf(address)
    if (type !== 'IPAddress' || typeof value !== 'string') return
    // The formats of a definition are read as leniently as Kubernetes once read addresses.
    const ip = parseIp(withoutLeadingZeros(value))
    if (ip && ip.zone === undefined) return
    const path = ['spec', 'addresses', i, 'value']
    checker.invalid(path, value, 'must be an IP address where `type` is IPAddress', {
      detail: `${formatFieldPath(path)} in body must be of type ipv4: ${JSON.stringify(value)}`
    })
  })
}
