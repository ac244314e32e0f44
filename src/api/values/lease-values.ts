import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateLeaseSpec` (pkg/apis/coordination/validation) about what servers take without an alpha feature. */
export function leaseValues(object: KubeObject, checker: ValueChecker): void {
  const { leaseDurationSeconds, leaseTransitions } = recordOf(object.spec)
  if (typeof leaseDurationSeconds === 'number' && leaseDurationSeconds <= 0)
    checker.invalid(
      ['spec', 'leaseDurationSeconds'],
      leaseDurationSeconds,
      'must be greater than 0'
    )
  checker.notNegative(['spec', 'leaseTransitions'], leaseTransitions)
}
