import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { labelsAt } from './metadata-values.ts'
import { qualifiedNameFault } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

const operators = ['DoesNotExist', 'Exists', 'In', 'NotIn']

/** Rules of `ValidateLabelSelector` (apimachinery meta/v1/validation). */
export function selectorValues(selector: unknown, path: FieldPath, checker: ValueChecker): void {
  if (!isRecord(selector)) return
  labelsAt(selector.matchLabels, [...path, 'matchLabels'], checker)
  itemsOf(selector.matchExpressions).forEach((item, i) => {
    const at = [...path, 'matchExpressions', i]
    const { key, operator, values } = recordOf(item)
    const count = itemsOf(values).length
    checker.check([...at, 'key'], key, qualifiedNameFault)
    if (operator === 'In' || operator === 'NotIn') {
      if (count === 0)
        checker.required([...at, 'values'], "must be specified when `operator` is 'In' or 'NotIn'")
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (count > 0)
        checker.forbidden(
          [...at, 'values'],
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
        )
    } else if (operator !== undefined) checker.unsupported([...at, 'operator'], operator, operators)
  })
}
