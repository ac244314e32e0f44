import type { FieldPath } from '../../base/field-path.ts'
import type { UnknownRecord } from '../../base/json.ts'
import { qualifiedNameFaults } from './names.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Fields of a Pod that some part of the downward API can read (`ConvertDownwardAPIFieldLabel`). */
const knownFields = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs'
])

const containerResources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory'
]

/** Rules of `validateObjectFieldSelector` (pkg/apis/core/validation). */
export function downwardFieldValues(
  reference: UnknownRecord,
  supported: readonly string[],
  at: FieldPath,
  checker: ValueChecker
): void {
  const { fieldPath, apiVersion } = reference
  const path = [...at, 'fieldPath']
  if (isEmpty(fieldPath)) {
    checker.required(path)
    return
  }
  if (typeof fieldPath !== 'string') return
  const wrong = (detail: string): void =>
    checker.invalid(path, fieldPath, `error converting fieldPath: ${detail}`)
  const [, map, key = ''] = /^(.*)\['(.*)'\]$/.exec(fieldPath) ?? []
  if (!isEmpty(apiVersion) && apiVersion !== 'v1')
    wrong(`unsupported pod version: ${String(apiVersion)}`)
  else if (map === 'metadata.annotations' || map === 'metadata.labels') {
    const text = map === 'metadata.labels' ? key : key.toLowerCase()
    for (const fault of qualifiedNameFaults(text)) checker.invalid(path, text, fault, { path: at })
  } else if (map !== undefined) wrong(`field label does not support subscript: ${fieldPath}`)
  else if (!knownFields.has(fieldPath)) wrong(`field label not supported: ${fieldPath}`)
  else if (!supported.includes(fieldPath)) checker.notSupported(path, fieldPath, supported)
}

/** Rules of `validateContainerResourceFieldSelector`; a volume also has to name the container. */
export function resourceFieldValues(
  reference: UnknownRecord,
  at: FieldPath,
  ofVolume: boolean,
  checker: ValueChecker
): void {
  const { resource, containerName } = reference
  if (ofVolume && isEmpty(containerName)) checker.required([...at, 'containerName'])
  else if (isEmpty(resource)) checker.required([...at, 'resource'])
  else if (
    typeof resource === 'string' &&
    !containerResources.includes(resource) &&
    !/^(limits|requests)\.hugepages-/.test(resource)
  )
    checker.notSupported([...at, 'resource'], resource, containerResources)
  else divisorValues(String(resource), reference.divisor, at, checker)
}

/** Rules of `validateContainerResourceDivisor`. */
function divisorValues(
  resource: string,
  divisor: unknown,
  at: FieldPath,
  checker: ValueChecker
): void {
  const quantity = parseQuantity(divisor)
  if (!quantity || quantity.nano === 0n) return
  const isCpu = resource.endsWith('.cpu')
  const form = isCpu ? /^1m?$/ : /^1(?:k|[KMGTPE]i?)?$/
  if (form.test(formatQuantity(quantity))) return
  const what = /memory|hugepages/.exec(resource)?.[0] ?? (isCpu ? 'cpu' : 'local ephemeral storage')
  const steps = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei'
  const choice = isCpu ? '1m and 1' : steps
  const told = `only divisor's values ${choice} are supported with the ${what} resource`
  checker.invalid([...at, 'divisor'], divisor, told, { value: JSON.stringify(resource) })
}
