import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { pathSegmentFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** The kinds of metrics, and the field in which each is described. */
const sources: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource'
}

/** Rules of `ValidateHorizontalPodAutoscaler` (pkg/apis/autoscaling/validation). */
export function autoscalerValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  replicaValues(spec.minReplicas, spec.maxReplicas, checker)
  targetValues(spec.scaleTargetRef, checker)
  itemsOf(spec.metrics).forEach((metric, i) =>
    metricValues(metric, ['spec', 'metrics', i], checker)
  )
}

/** Without a lower limit it is one. */
function replicaValues(min: unknown, max: unknown, checker: ValueChecker): void {
  const path = ['spec', 'maxReplicas']
  const detail = 'must be greater than or equal to `minReplicas`'
  checker.notNegative(['spec', 'minReplicas'], min)
  const least = typeof min === 'number' ? min : 1
  // Zero is what Go has for a number that is not given.
  if (max === undefined || max === null || max === 0) {
    checker.required(path)
    if (least > 0) checker.again(path, 0, detail)
  } else if (typeof max === 'number') {
    if (max < 1) checker.invalid(path, max, 'must be greater than or equal to 1')
    if (max < least) checker.invalid(path, max, detail)
  }
}

function targetValues(target: unknown, checker: ValueChecker): void {
  if (!isRecord(target) && checker.partial) return
  const at = ['spec', 'scaleTargetRef']
  const { kind, name, apiVersion } = recordOf(target)
  checker.requireText([...at, 'kind'], kind, pathSegmentFaults)
  checker.requireText([...at, 'name'], name, pathSegmentFaults)
  const isCore = kind === 'ReplicationController' && apiVersion === 'v1'
  if (isEmpty(apiVersion) && !checker.partial)
    checker.invalid([...at, 'apiVersion'], '', 'apiVersion must specify API group')
  else if (typeof apiVersion === 'string' && apiVersion === 'v1' && !isCore)
    checker.invalid([...at, 'apiVersion'], apiVersion, 'apiVersion must specify API group')
}

function metricValues(metric: unknown, at: FieldPath, checker: ValueChecker): void {
  const { type, ...described } = recordOf(metric)
  if (isEmpty(type)) {
    checker.required([...at, 'type'], 'must specify a metric source type')
    return
  }
  const names = Object.keys(sources)
  if (!names.includes(String(type))) {
    checker.notSupported([...at, 'type'], type, names)
    return
  }
  const field = sources[String(type)] ?? ''
  if (!isRecord(described[field]))
    checker.required([...at, field], 'must populate information for the given metric source')
}
