import type { FieldPath } from '../../base/field-path.ts'
import { percentFaults } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidatePositiveIntOrPercent` (pkg/apis/apps/validation). */
export function countOrPercentValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  checker.check(at, value, percentFaults)
  checker.notNegative(at, value)
}

/** Rules of `IsNotMoreThan100Percent`. */
export function atMostAllValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (typeof value === 'string' && percentFaults(value).length === 0 && parseInt(value, 10) > 100)
    checker.invalid(at, value, 'must not be greater than 100%')
}

/** The number of an amount or percentage; 0 where it is not given. */
export function amountOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && percentFaults(value).length === 0 ? parseInt(value, 10) : 0
}
