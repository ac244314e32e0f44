import { itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { finalizerValues } from './metadata-values.ts'
import { labelValueFaults } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateNamespace` (pkg/apis/core/validation). */
export function namespaceValues(object: KubeObject, checker: ValueChecker): void {
  itemsOf(recordOf(object.spec).finalizers).forEach((finalizer, i) =>
    finalizerValues(finalizer, ['spec', 'finalizers', i], checker, ['spec', 'finalizers'])
  )
  // The name becomes a label as well.
  const { name } = recordOf(object.metadata)
  if (typeof name === 'string')
    for (const fault of labelValueFaults(name))
      checker.again(['metadata', 'name'], name, fault, { path: ['metadata', 'labels'] })
}
