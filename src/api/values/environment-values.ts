import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { configKeyFaults, dnsSubdomainFaults, variableNameFaults } from './names.ts'
import { downwardFieldValues, resourceFieldValues } from './downward-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']
const variableFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs'
]

/** Rules of `ValidateEnv` and `ValidateEnvFrom` (pkg/apis/core/validation). */
export function environmentValues(
  container: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
  itemsOf(container.env).forEach((item, i) => {
    const { name, value, valueFrom } = recordOf(item)
    const path = [...at, 'env', i]
    checker.requireText([...path, 'name'], name, variableNameFaults)
    if (isRecord(valueFrom)) sourceValues(valueFrom, value, [...path, 'valueFrom'], checker)
  })
  itemsOf(container.envFrom).forEach((item, i) => {
    const { prefix, configMapRef, secretRef } = recordOf(item)
    const path = [...at, 'envFrom', i]
    checker.checkGiven([...path, 'prefix'], prefix, variableNameFaults)
    for (const [key, reference] of Object.entries({ configMapRef, secretRef }))
      if (isRecord(reference))
        checker.requireText([...path, key, 'name'], reference.name, text =>
          dnsSubdomainFaults(text.replace(/(?<=.)-$/, 'a'))
        )
    const count = [configMapRef, secretRef].filter(isRecord).length
    const server = { path: [...at, 'envFrom'] }
    if (count === 0)
      checker.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`', server)
    else if (count > 1)
      checker.invalid(path, '', 'may not have more than one field specified at a time', server)
  })
}

function sourceValues(
  source: UnknownRecord,
  value: unknown,
  at: FieldPath,
  checker: ValueChecker
): void {
  const { fieldRef, resourceFieldRef } = source
  if (isRecord(fieldRef))
    downwardFieldValues(fieldRef, variableFields, [...at, 'fieldRef'], checker)
  if (isRecord(resourceFieldRef))
    resourceFieldValues(resourceFieldRef, [...at, 'resourceFieldRef'], false, checker)
  for (const key of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const reference = source[key]
    if (!isRecord(reference)) continue
    checker.check([...at, key, 'name'], reference.name ?? '', dnsSubdomainFaults)
    checker.requireText([...at, key, 'key'], reference.key, configKeyFaults)
  }
  const count = sources.filter(key => isRecord(source[key])).length
  if (count === 0)
    checker.invalid(
      at,
      '',
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
    )
  else if (!isEmpty(value))
    checker.invalid(at, '', 'may not be specified when `value` is not empty')
  else if (count > 1)
    checker.invalid(at, '', 'may not have more than one field specified at a time')
}
