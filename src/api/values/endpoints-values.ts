import type { FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { endpointIpFaults, ipFaults } from './address-values.ts'
import { dnsLabelFaults, dnsSubdomainFaults, qualifiedNameFaults } from './names.ts'
import { protocols } from './service-port-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateEndpointsCreate` (pkg/apis/core/validation). */
export function endpointsValues(object: KubeObject, checker: ValueChecker): void {
  itemsOf(object.subsets).forEach((item, i) => {
    const at: FieldPath = ['subsets', i]
    const { addresses, notReadyAddresses, ports } = recordOf(item)
    if (itemsOf(addresses).length === 0 && itemsOf(notReadyAddresses).length === 0)
      checker.required(at, 'must specify `addresses` or `notReadyAddresses`')
    for (const [list, name] of [
      [addresses, 'addresses'],
      [notReadyAddresses, 'notReadyAddresses']
    ] as const)
      itemsOf(list).forEach((address, a) => addressValues(address, [...at, name, a], checker))
    itemsOf(ports).forEach((port, p) => {
      const { name, port: number, protocol, appProtocol } = recordOf(port)
      const path = [...at, 'ports', p]
      if (isEmpty(name)) {
        if (itemsOf(ports).length > 1) checker.required([...path, 'name'])
      } else checker.check([...path, 'name'], name, dnsLabelFaults)
      checker.requirePort([...path, 'port'], number)
      checker.oneOf([...path, 'protocol'], protocol, protocols)
      checker.check([...path, 'appProtocol'], appProtocol, qualifiedNameFaults)
    })
  })
}

function addressValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { ip, hostname, nodeName } = recordOf(value)
  if (isEmpty(ip)) {
    checker.required([...at, 'ip'], '', {
      type: 'invalid',
      value: '""',
      detail: 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
    })
    // The server says it a second time, in the words of another rule.
    checker.again([...at, 'ip'], '', 'must be a valid IP address')
  } else {
    checker.check([...at, 'ip'], ip, ipFaults)
    checker.check([...at, 'ip'], ip, endpointIpFaults)
  }
  checker.checkGiven([...at, 'hostname'], hostname, dnsLabelFaults)
  checker.check([...at, 'nodeName'], nodeName, dnsSubdomainFaults)
}
