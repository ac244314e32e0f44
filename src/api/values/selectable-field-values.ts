import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateCustomResourceSelectableFields`: fields that a field selector may name. */
export function selectableFieldValues(
  version: UnknownRecord,
  at: FieldPath,
  server: string,
  checker: ValueChecker
): void {
  const root = recordOf(version.schema).openAPIV3Schema
  const list = itemsOf(version.selectableFields).map(item => recordOf(item).jsonPath)
  list.forEach((text, i) => {
    const named = { path: `${server}[${i}].jsonPath` }
    const path = [...at, i, 'jsonPath']
    if (isEmpty(text)) checker.required(path, '', named)
    if (typeof text !== 'string' || text === '') return
    for (const fault of pathFaults(text, root)) checker.invalid(path, text, fault, named)
    if (list.indexOf(text) < i)
      checker.add('duplicate', path, '', { badValue: text, server: named })
  })
}

function pathFaults(text: string, root: unknown): readonly string[] {
  const [start = ''] = text.split(/[.[]/)
  if (start !== '') return [`is an invalid path: expected [ or . but got: ${start}`]
  // Other notations are left to the server.
  if (!/^(?:\.[A-Za-z_]\w*)+$/.test(text)) return []
  const steps = text.slice(1).split('.')
  if (steps[0] === 'metadata') return []
  const found = steps.reduce<unknown>(
    (schema, step) => recordOf(recordOf(schema).properties)[step],
    root
  )
  if (!isRecord(found)) return ['is an invalid path: does not refer to a valid field']
  return ['boolean', 'integer', 'string'].includes(String(found.type))
    ? []
    : [
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'
      ]
}
