import { itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { finalizerValues } from './metadata-values.ts'
import { labelValueFaults } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateNamespace` (pkg/apis/core/validation). */
export function namespaceValues(object: KubeObject, checker: ValueChecker): void {
  itemsOf(recordOf(object.spec).finalizers).forEach((finalizer, i) =>
    finalizerValues(finalizer, ['spec', 'finalizers', i], checker, ['spec', 'finalizers'])
  )
  securityLevelValues(recordOf(recordOf(object.metadata).labels), checker)
  // The name becomes a label as well.
  const { name } = recordOf(object.metadata)
  if (typeof name === 'string')
    for (const fault of labelValueFaults(name))
      checker.again(['metadata', 'name'], name, fault, { path: ['metadata', 'labels'] })
}

const levels = ['privileged', 'baseline', 'restricted']

/** Rules of the PodSecurity admission for its labels (pod-security-admission `PolicyToEvaluate`). */
function securityLevelValues(labels: UnknownRecord, checker: ValueChecker): void {
  for (const mode of ['enforce', 'audit', 'warn']) {
    const key = `pod-security.kubernetes.io/${mode}`
    const level = labels[key]
    if (typeof level !== 'string' || levels.includes(level)) continue
    if (labelValueFaults(level).length > 0) continue
    checker.invalid(
      ['metadata', 'labels', key],
      level,
      'must be one of privileged, baseline, restricted'
    )
  }
}
