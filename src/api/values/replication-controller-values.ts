import { isRecord, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { endlessPodValues, podTemplateValues } from './pod-template-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateReplicationControllerSpec` (pkg/apis/core/validation). */
export function replicationControllerValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  for (const key of ['replicas', 'minReadySeconds']) checker.notNegative(['spec', key], spec[key])
  if (!isRecord(spec.template)) {
    checker.required(['spec', 'template'])
    return
  }
  const labels = recordOf(recordOf(spec.template.metadata).labels)
  // Without a selector of its own it has the labels of the template.
  const own = Object.entries(recordOf(spec.selector))
  const selector = own.length > 0 ? own : Object.entries(labels)
  if (selector.length === 0) checker.required(['spec', 'selector'])
  if (!checker.partial && selector.some(([key, value]) => (labels[key] ?? '') !== (value ?? '')))
    checker.invalid(
      ['spec', 'template', 'metadata', 'labels'],
      labels,
      '`selector` does not match template `labels`'
    )
  podTemplateValues(spec, checker)
  endlessPodValues(spec, 'ReplicationController', checker)
}
