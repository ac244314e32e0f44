import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { ValueChecker } from './value-checker.ts'

/** Classes that every cluster has, and their values. */
const systemValues: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000]
])
const highest = 1_000_000_000

/** Rules of `ValidatePriorityClass` (pkg/apis/scheduling/validation). */
export function priorityClassValues(object: KubeObject, checker: ValueChecker): void {
  const { name } = recordOf(object.metadata)
  const { value = 0, globalDefault = false, preemptionPolicy } = object
  if (typeof name === 'string' && name.startsWith('system-')) {
    const known = systemValues.get(name)
    const why =
      known === undefined
        ? `${name} is not a known system priority class`
        : value !== known
          ? `value of ${name} PriorityClass must be ${known}`
          : globalDefault !== false
            ? `globalDefault of ${name} PriorityClass must be false`
            : undefined
    if (why !== undefined)
      checker.forbidden(
        ['metadata', 'name'],
        `priority class names with 'system-' prefix are reserved for system use only. error: ${why}`
      )
  } else if (typeof value === 'number' && value > highest)
    checker.forbidden(['value'], `maximum allowed value of a user defined priority is ${highest}`)
  if (preemptionPolicy === '') checker.required(['preemptionPolicy'])
  else checker.oneOf(['preemptionPolicy'], preemptionPolicy, ['PreemptLowerPriority', 'Never'])
}
