import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { labelValueFaults, qualifiedNameFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateLabels` (apimachinery meta/v1/validation). The server names the map, not the key. */
export function labelsAt(labels: unknown, path: FieldPath, checker: ValueChecker): void {
  labelsNamed(labels, path, path, checker)
}

/** As `labelsAt`, where the server calls the map by another path than it has. */
export function labelsNamed(
  labels: unknown,
  path: FieldPath,
  serverPath: FieldPath,
  checker: ValueChecker
): void {
  if (!isRecord(labels)) return
  for (const [key, value] of Object.entries(labels)) {
    checker.check([...path, key], key, qualifiedNameFaults, { path: serverPath })
    checker.check([...path, key], value, labelValueFaults, { path: serverPath })
  }
}

/** Rules of `ValidateLabelSelector`. */
export function selectorValues(selector: unknown, path: FieldPath, checker: ValueChecker): void {
  if (!isRecord(selector)) return
  labelsAt(selector.matchLabels, [...path, 'matchLabels'], checker)
  itemsOf(selector.matchExpressions).forEach((item, i) => {
    const at = [...path, 'matchExpressions', i]
    const { key = '', operator, values } = recordOf(item)
    const count = itemsOf(values).length
    if (operator === 'In' || operator === 'NotIn') {
      if (count === 0)
        checker.required([...at, 'values'], "must be specified when `operator` is 'In' or 'NotIn'")
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (count > 0)
        checker.forbidden(
          [...at, 'values'],
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
        )
    } else if (!checker.partial || operator !== undefined)
      checker.invalid([...at, 'operator'], operator ?? '', 'not a valid selector operator')
    if (!checker.partial || !isEmpty(key)) checker.check([...at, 'key'], key, qualifiedNameFaults)
    itemsOf(values).forEach((value, v) => {
      checker.check([...at, 'values', v], value, labelValueFaults)
    })
  })
}

/** Whether the server could make a selector of it; it says little when it can't. */
export function isReadableSelector(selector: unknown, problems: ValueChecker['errors']): boolean {
  return isRecord(selector) && problems.length === 0
}
