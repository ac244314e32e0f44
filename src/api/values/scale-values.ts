import { valueAt } from '../../base/json.ts'
import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { ValueChecker } from './value-checker.ts'

/**
 * A number of replicas that a definition gives to `kubectl scale`, which the schema tells nothing of
 * (apiextensions-apiserver, `ValidateScaleSpec`). The server writes the field as its definition does.
 */
export function scaleValues(path: FieldPath) {
  return (object: KubeObject, checker: ValueChecker): void => {
    const replicas = valueAt(object, path)
    if (typeof replicas !== 'number' || replicas >= 0) return
    const server = { path: `.${path.join('.')}` }
    checker.invalid(path, replicas, 'should be a non-negative integer', server)
  }
}
