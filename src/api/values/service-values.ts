import { itemsOf, recordOf } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsLabelFaults, dnsSubdomainFaults, portNameFaults } from './names.ts'
import { labelsAt } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateService` (pkg/apis/core/validation). */
export function serviceValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const type = spec.type ?? 'ClusterIP'
  const ports = itemsOf(spec.ports)
  labelsAt(spec.selector, ['spec', 'selector'], checker)
  if (type === 'ExternalName') {
    if (spec.externalName === undefined || spec.externalName === '')
      checker.required(['spec', 'externalName'])
    else
      checker.check(['spec', 'externalName'], spec.externalName, name =>
        dnsSubdomainFaults(name.replace(/\.$/, ''))
      )
  } else if (ports.length === 0 && spec.clusterIP !== 'None') checker.required(['spec', 'ports'])
  addresses(spec, type, checker)

  const names = new Set<unknown>()
  const numbers = new Set<string>()
  ports.forEach((port, i) => {
    const at = ['spec', 'ports', i]
    const { name, port: number, protocol = 'TCP', nodePort, targetPort } = recordOf(port)
    checker.port([...at, 'port'], number)
    checker.port([...at, 'targetPort'], targetPort)
    checker.check([...at, 'targetPort'], targetPort, portNameFaults)
    checker.check([...at, 'name'], name, dnsLabelFaults)
    if (ports.length > 1 && (name === undefined || name === '')) checker.required([...at, 'name'])
    else if (name !== undefined && names.has(name)) checker.duplicate([...at, 'name'], name)
    names.add(name)
    const key = `${String(protocol)}/${String(number)}`
    if (numbers.has(key)) checker.duplicate(at, { port: number, protocol })
    numbers.add(key)
    if (type === 'ClusterIP' && typeof nodePort === 'number' && nodePort !== 0)
      checker.forbidden([...at, 'nodePort'], "may not be used when `type` is 'ClusterIP'")
  })
  const policy = spec.externalTrafficPolicy
  if (
    policy !== undefined &&
    type !== 'NodePort' &&
    type !== 'LoadBalancer' &&
    itemsOf(spec.externalIPs).length === 0
  )
    checker.invalid(
      ['spec', 'externalTrafficPolicy'],
      policy,
      'may only be set for externally-accessible services'
    )
}

function addresses(
  spec: Readonly<Record<string, unknown>>,
  type: unknown,
  checker: ValueChecker
): void {
  const { clusterIP } = spec
  if (
    typeof clusterIP === 'string' &&
    clusterIP !== '' &&
    clusterIP !== 'None' &&
    !parseIp(clusterIP)
  )
    checker.invalid(
      ['spec', 'clusterIPs', 0],
      clusterIP,
      'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
    )
  if (clusterIP === 'None' && (type === 'NodePort' || type === 'LoadBalancer'))
    checker.invalid(
      ['spec', 'clusterIPs', 0],
      clusterIP,
      "may not be set to 'None' for LoadBalancer services"
    )
  itemsOf(spec.externalIPs).forEach((ip, i) => {
    if (typeof ip === 'string' && !parseIp(ip))
      checker.invalid(
        ['spec', 'externalIPs', i],
        ip,
        'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
      )
  })
  if (
    recordOf(spec.sessionAffinityConfig).clientIP !== undefined &&
    spec.sessionAffinity !== 'ClientIP'
  )
    checker.forbidden(
      ['spec', 'sessionAffinityConfig'],
      "must not be set when session affinity is 'None'"
    )
}
