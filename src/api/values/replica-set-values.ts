import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { replicaTemplateValues } from './deployment-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateReplicaSetSpec` (pkg/apis/apps/validation). */
export function replicaSetValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  for (const key of ['replicas', 'minReadySeconds']) checker.notNegative(['spec', key], spec[key])
  replicaTemplateValues(spec, checker)
}
