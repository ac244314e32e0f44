import type { FieldPath } from '../../base/field-path.ts'
import { recordOf, type UnknownRecord } from '../../base/json.ts'
import { dnsLabelFaults, portNameFaults, qualifiedNameFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Protocols of ports, sorted as the server lists them. */
export const protocols = ['SCTP', 'TCP', 'UDP']

/** Rules of `validateServicePort` and of uniqueness in `validateService` (pkg/apis/core/validation). */
export function servicePortValues(
  ports: readonly unknown[],
  type: unknown,
  checker: ValueChecker
): void {
  const seen = new Set<string>()
  const isTaken = (key: string): boolean => seen.has(key) || !seen.add(key)
  ports.forEach((item, i) => {
    const at: FieldPath = ['spec', 'ports', i]
    const port = recordOf(item)
    const { name, nodePort } = port
    const protocol = isEmpty(port.protocol) ? 'TCP' : port.protocol
    if (ports.length > 1 && isEmpty(name)) checker.required([...at, 'name'])
    else if (!isEmpty(name)) {
      checker.check([...at, 'name'], name, dnsLabelFaults)
      if (isTaken(`name ${String(name)}`)) checker.duplicate([...at, 'name'], name)
    }
    checker.requirePort([...at, 'port'], port.port)
    checker.oneOf([...at, 'protocol'], protocol, protocols)
    targetPortValues(port, at, checker)
    checker.check([...at, 'appProtocol'], port.appProtocol, qualifiedNameFaults)
    if (typeof nodePort === 'number' && nodePort !== 0) {
      if (type === 'ClusterIP')
        checker.forbidden([...at, 'nodePort'], "may not be used when `type` is 'ClusterIP'")
      if (isTaken(`nodePort ${String(protocol)} ${nodePort}`))
        checker.add('duplicate', [...at, 'nodePort'], '', {
          badValue: nodePort,
          // The allocator comes before validation where the Service gets node ports.
          ...((type === 'NodePort' || type === 'LoadBalancer') && {
            server: { type: 'invalid', detail: 'provided port is already allocated' }
          })
        })
    }
    if (isTaken(`port ${String(protocol)} ${String(port.port)}`))
      checker.add('duplicate', at, '', {
        badValue: { port: port.port, protocol },
        // The server shows its internal type.
        server: {
          value: `{"Name":"","Protocol":${JSON.stringify(protocol)},"AppProtocol":null,"Port":${Number(port.port ?? 0)},"TargetPort":0,"NodePort":0}`
        }
      })
  })
}

function targetPortValues(port: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { targetPort } = port
  if (targetPort === undefined || targetPort === 0 || targetPort === '') {
    // The server fills it in from the port, and then finds fault with both.
    const number = Number(port.port ?? 0)
    if (number < 1 || number > 65535)
      checker.again([...at, 'port'], number, 'must be between 1 and 65535, inclusive', {
        path: [...at, 'targetPort']
      })
    return
  }
  checker.port([...at, 'targetPort'], targetPort)
  checker.check([...at, 'targetPort'], targetPort, portNameFaults)
}
