import type { FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import { matchLabelKeysValues } from './affinity-values.ts'
import { labelValueFaults, qualifiedNameFaults } from './names.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Rules of `ValidateTolerations` (pkg/apis/core/validation). */
export function tolerationValues(list: unknown, at: FieldPath, checker: ValueChecker): void {
  itemsOf(list).forEach((item, i) => {
    const { key, operator = '', value = '', effect = '', tolerationSeconds } = recordOf(item)
    const path = [...at, i]
    if (isEmpty(key)) {
      if (operator !== 'Exists')
        checker.invalid(
          [...path, 'operator'],
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        )
    } else checker.check([...path, 'key'], key, qualifiedNameFaults)
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      checker.invalid(
        [...path, 'effect'],
        effect,
        "effect must be 'NoExecute' when `tolerationSeconds` is set"
      )
    if (operator === '' || operator === 'Equal') {
      const faults = typeof value === 'string' ? labelValueFaults(value) : []
      if (faults.length > 0)
        checker.invalid([...path, 'value'], value, faults.join(';'), {
          path: [...path, 'operator']
        })
    } else if (operator === 'Exists') {
      if (value !== '')
        checker.invalid(
          [...path, 'value'],
          value,
          "value must be empty when `operator` is 'Exists'",
          {
            path: [...path, 'operator']
          }
        )
    } else checker.given([...path, 'operator'], operator, ['Equal', 'Exists'])
    checker.oneOf([...path, 'effect'], effect, effects)
  })
}

/** Rules of `validateTopologySpreadConstraints`. */
export function spreadValues(list: unknown, at: FieldPath, checker: ValueChecker): void {
  const items = itemsOf(list).map(recordOf)
  items.forEach((constraint, i) => {
    const { maxSkew, topologyKey, whenUnsatisfiable = '', minDomains } = constraint
    const path = [...at, i]
    if (maxSkew === undefined)
      checker.required([...path, 'maxSkew'], '', {
        type: 'invalid',
        value: '0',
        detail: 'must be greater than zero'
      })
    else if (typeof maxSkew === 'number' && maxSkew <= 0)
      checker.invalid([...path, 'maxSkew'], maxSkew, 'must be greater than zero')
    if (isEmpty(topologyKey)) checker.required([...path, 'topologyKey'], 'can not be empty')
    checker.given([...path, 'whenUnsatisfiable'], whenUnsatisfiable, [
      'DoNotSchedule',
      'ScheduleAnyway'
    ])
    const isSame = (other: typeof constraint): boolean =>
      other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable
    if (items.slice(i + 1).some(isSame))
      checker.add('duplicate', path, '', {
        badValue: `{${String(topologyKey)}, ${String(whenUnsatisfiable)}}`,
        server: { path: [...path, '{topologyKey, whenUnsatisfiable}'] }
      })
    if (typeof minDomains === 'number') {
      if (minDomains <= 0)
        checker.invalid([...path, 'minDomains'], minDomains, 'must be greater than zero')
      if (whenUnsatisfiable !== 'DoNotSchedule')
        checker.invalid(
          [...path, 'minDomains'],
          minDomains,
          `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${String(whenUnsatisfiable)}`
        )
    }
    for (const key of ['nodeAffinityPolicy', 'nodeTaintsPolicy'])
      checker.given([...path, key], constraint[key], ['Honor', 'Ignore'])
    selectorValues(constraint.labelSelector, [...path, 'labelSelector'], checker)
    matchLabelKeysValues(constraint, path, checker)
  })
}
