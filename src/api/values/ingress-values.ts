import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { parseIp } from '../../model/cidr.ts'
import type { KubeObject } from '../../model/object.ts'
import { referenceValues } from './reference-values.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  portNameFaults,
  wildcardSubdomainFaults
} from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Sequences that never belong into a path (pkg/apis/networking/validation). */
const strange = ['//', '/./', '/../', '%2f', '%2F']
const strangeEnds = ['/..', '/.']
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']
const classAnnotation = 'kubernetes.io/ingress.class'

/** Rules of `ValidateIngressCreate` for networking.k8s.io/v1. */
export function ingressValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const rules = itemsOf(spec.rules)
  if (rules.length === 0 && spec.defaultBackend === undefined && !checker.partial)
    checker.invalid(['spec'], spec.rules, 'either `defaultBackend` or `rules` must be specified')
  backendValues(spec.defaultBackend, ['spec', 'defaultBackend'], checker)
  checker.check(['spec', 'ingressClassName'], spec.ingressClassName, dnsSubdomainFaults)
  rules.forEach((rule, i) => {
    const at = ['spec', 'rules', i]
    const { host, http } = recordOf(rule)
    if (typeof host === 'string' && host !== '') hostValues(host, [...at, 'host'], checker)
    if (!isRecord(http)) return
    const paths = itemsOf(http.paths)
    if (paths.length === 0) checker.required([...at, 'http', 'paths'])
    paths.forEach((path, p) => pathValues(path, [...at, 'http', 'paths', p], checker))
  })
  itemsOf(spec.tls).forEach((tls, i) => {
    const { hosts, secretName } = recordOf(tls)
    itemsOf(hosts).forEach((host, h) => {
      if (typeof host === 'string')
        checker.check(['spec', 'tls', i, 'hosts', h], host, hostFaults(host))
    })
    checker.checkGiven(['spec', 'tls', i, 'secretName'], secretName, dnsSubdomainFaults)
  })
  const annotation = recordOf(recordOf(object.metadata).annotations)[classAnnotation]
  if (
    annotation !== undefined &&
    typeof spec.ingressClassName === 'string' &&
    annotation !== spec.ingressClassName
  )
    checker.invalid(
      ['metadata', 'annotations', classAnnotation],
      annotation,
      'must match `ingressClassName` when both are specified',
      { path: `annotations.${classAnnotation}` }
    )
}

function hostFaults(host: string): (text: string) => readonly string[] {
  return host.includes('*') ? wildcardSubdomainFaults : dnsSubdomainFaults
}

function hostValues(host: string, at: FieldPath, checker: ValueChecker): void {
  if (parseIp(host)) checker.invalid(at, host, 'must be a DNS name, not an IP address')
  checker.check(at, host, hostFaults(host))
}

function pathValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { path = '', pathType, backend } = recordOf(value)
  if (pathType === undefined) {
    checker.required([...at, 'pathType'], '', { detail: 'pathType must be specified' })
    // The server stops here; what else is wrong with the path is worth saying at once.
    backendValues(backend ?? (checker.partial ? undefined : {}), [...at, 'backend'], checker)
    return
  }
  const wrong = (detail: string): void => checker.invalid([...at, 'path'], path, detail)
  if (typeof pathType === 'string' && !pathTypes.includes(pathType))
    checker.notSupported([...at, 'pathType'], pathType, pathTypes)
  else if (typeof path === 'string') {
    const specific = pathType === 'ImplementationSpecific'
    if (!path.startsWith('/') && !(specific && path === '')) wrong('must be an absolute path')
    if (!specific) {
      for (const part of strange) if (path.includes(part)) wrong(`must not contain '${part}'`)
      for (const end of strangeEnds) if (path.endsWith(end)) wrong(`cannot end with '${end}'`)
    }
  }
  backendValues(backend ?? (checker.partial ? undefined : {}), [...at, 'backend'], checker)
}

function backendValues(backend: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(backend)) return
  const { service, resource } = backend
  if (isRecord(service) && isRecord(resource)) {
    checker.invalid(at, '', 'cannot set both resource and service backends')
    return
  }
  if (isRecord(resource)) {
    referenceValues(resource, [...at, 'resource'], checker)
    return
  }
  if (!isRecord(service)) {
    if (!checker.partial) checker.invalid(at, '', 'resource or service backend is required')
    return
  }
  checker.requireText([...at, 'service', 'name'], service.name, dnsLabelFaults)
  const { name, number } = recordOf(service.port)
  const path = [...at, 'service', 'port']
  const hasNumber = typeof number === 'number' && number !== 0
  if (!isEmpty(name) && hasNumber)
    checker.invalid(path, '', 'cannot set both port name & port number', { path: at })
  else if (!isEmpty(name)) checker.check([...path, 'name'], name, portNameFaults)
  else if (hasNumber) checker.port([...path, 'number'], number)
  else checker.required(path, 'port name or number is required', { path: at })
}
