import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { atMostAllValues, countOrPercentValues } from './percent-values.ts'
import { selectorValues } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidatePodDisruptionBudgetSpec` (pkg/apis/policy/validation). */
export function disruptionBudgetValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const { minAvailable, maxUnavailable } = spec
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    checker.invalid(
      ['spec', 'maxUnavailable'],
      maxUnavailable,
      'minAvailable and maxUnavailable cannot be both set',
      { path: ['spec'] }
    )
  for (const key of ['minAvailable', 'maxUnavailable'] as const) {
    countOrPercentValues(spec[key], ['spec', key], checker)
    atMostAllValues(spec[key], ['spec', key], checker)
  }
  selectorValues(spec.selector, ['spec', 'selector'], checker)
  checker.given(['spec', 'unhealthyPodEvictionPolicy'], spec.unhealthyPodEvictionPolicy, [
    'AlwaysAllow',
    'IfHealthyBudget'
  ])
}
