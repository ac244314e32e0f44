import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsLabelFault, dnsSubdomainFault, portNameFault, wildcardSubdomainFault } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** Sequences that never belong into a path (pkg/apis/networking/validation). */
const strange = ['//', '/./', '/../', '%2f', '%2F']
const strangeEnds = ['/..', '/.']

/** Rules of `ValidateIngressSpec` for networking.k8s.io/v1. */
export function ingressValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  if (itemsOf(spec.rules).length === 0 && spec.defaultBackend === undefined)
    checker.invalid(
      ['spec'],
      itemsOf(spec.rules),
      'either `defaultBackend` or `rules` must be specified'
    )
  backendValues(spec.defaultBackend, ['spec', 'defaultBackend'], checker)
  checker.check(['spec', 'ingressClassName'], spec.ingressClassName, dnsSubdomainFault)
  itemsOf(spec.rules).forEach((rule, i) => {
    const at = ['spec', 'rules', i]
    const { host, http } = recordOf(rule)
    if (typeof host === 'string' && host !== '') hostValues(host, [...at, 'host'], checker)
    if (!isRecord(http)) return
    if (itemsOf(http.paths).length === 0) checker.required([...at, 'http', 'paths'])
    itemsOf(http.paths).forEach((path, p) => pathValues(path, [...at, 'http', 'paths', p], checker))
  })
  itemsOf(spec.tls).forEach((tls, i) => {
    itemsOf(recordOf(tls).hosts).forEach((host, h) => {
      if (typeof host !== 'string') return
      const fault = host.includes('*') ? wildcardSubdomainFault : dnsSubdomainFault
      checker.check(['spec', 'tls', i, 'hosts', h], host, fault)
    })
  })
}

function hostValues(host: string, at: FieldPath, checker: ValueChecker): void {
  if (parseIp(host)) checker.invalid(at, host, 'must be a DNS name, not an IP address')
  else checker.check(at, host, host.includes('*') ? wildcardSubdomainFault : dnsSubdomainFault)
}

function pathValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { path, pathType, backend } = recordOf(value)
  const types = ['Exact', 'ImplementationSpecific', 'Prefix']
  if (typeof pathType === 'string' && !types.includes(pathType))
    checker.unsupported([...at, 'pathType'], pathType, types)
  if (typeof path === 'string' && (pathType === 'Exact' || pathType === 'Prefix')) {
    if (!path.startsWith('/')) checker.invalid([...at, 'path'], path, 'must be an absolute path')
    for (const part of strange)
      if (path.includes(part)) checker.invalid([...at, 'path'], path, `must not contain '${part}'`)
    for (const end of strangeEnds)
      if (path.endsWith(end)) checker.invalid([...at, 'path'], path, `cannot end with '${end}'`)
  }
  if ((path === undefined || path === '') && (pathType === 'Exact' || pathType === 'Prefix'))
    checker.required([...at, 'path'], 'must be specified when `pathType` is Exact or Prefix')
  backendValues(backend, [...at, 'backend'], checker)
}

function backendValues(backend: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(backend)) return
  const { service, resource } = backend
  if (isRecord(service) && isRecord(resource))
    checker.invalid(at, backend, 'cannot set both resource and service backends')
  if (!isRecord(service)) {
    if (!isRecord(resource)) checker.required(at, 'resource or service backend is required')
    return
  }
  checker.check([...at, 'service', 'name'], service.name, dnsLabelFault)
  const { name, number } = recordOf(service.port)
  const hasName = typeof name === 'string' && name !== ''
  const hasNumber = typeof number === 'number' && number !== 0
  if (hasName && hasNumber)
    checker.invalid(
      [...at, 'service', 'port'],
      service.port,
      'cannot set both port name & port number'
    )
  else if (hasName) checker.check([...at, 'service', 'port', 'name'], name, portNameFault)
  else if (hasNumber) checker.port([...at, 'service', 'port', 'number'], number)
  else checker.required([...at, 'service', 'port'], 'port name or number is required')
}
