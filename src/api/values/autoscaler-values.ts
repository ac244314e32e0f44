import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { pathSegmentFaults } from './names.ts'
import { parseQuantity } from './quantity.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

type Part = 'metric' | 'described' | 'resource' | 'container'

interface Source {
  readonly field: string
  /** What is described besides the target. */
  readonly parts: readonly Part[]
  /** Values of the target of which one must be given, at which of them that is told, and how. */
  readonly oneOf: readonly string[]
  readonly must: string
  readonly at?: string
  /** At which of the values it is told that only one of them may be given, and how. */
  readonly only?: readonly [at: string, told: string]
}

const ofContainers = {
  oneOf: ['averageUtilization', 'averageValue'],
  must: 'must set either a target raw value or a target utilization',
  at: 'averageUtilization',
  only: ['averageValue', 'may not set both a target raw value and a target utilization']
} as const

/** The kinds of metrics, in the order in which the server looks for them. */
const sources: Readonly<Record<string, Source>> = {
  Object: {
    field: 'object',
    parts: ['described', 'metric'],
    oneOf: ['value', 'averageValue'],
    must: 'must set either a target value or averageValue'
  },
  External: {
    field: 'external',
    parts: ['metric'],
    oneOf: ['value', 'averageValue'],
    must: 'must set either a target value for metric or a per-pod target',
    only: ['value', 'may not set both a target value for metric and a per-pod target']
  },
  Pods: {
    field: 'pods',
    parts: ['metric'],
    oneOf: ['averageValue'],
    must: 'must specify a positive target averageValue'
  },
  Resource: { field: 'resource', parts: ['resource'], ...ofContainers },
  ContainerResource: {
    field: 'containerResource',
    parts: ['resource', 'container'],
    ...ofContainers
  }
}

/** Rules of `ValidateHorizontalPodAutoscaler` (pkg/apis/autoscaling/validation). */
export function autoscalerValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  replicaValues(spec.minReplicas, spec.maxReplicas, checker)
  targetValues(spec.scaleTargetRef, checker)
  const isAsked = itemsOf(spec.metrics).some(one =>
    ['Object', 'External'].includes(String(recordOf(one).type))
  )
  if (spec.minReplicas === 0 && !isAsked)
    checker.forbidden(
      ['spec', 'minReplicas'],
      'must specify at least one Object or External metric to support scaling to zero replicas',
      { path: ['spec', 'metrics'] }
    )
  // The server reads the single share of the older version as a metric.
  const { targetCPUUtilizationPercentage: share } = spec
  if (typeof share === 'number' && share < 1)
    checker.invalid(['spec', 'targetCPUUtilizationPercentage'], share, 'must be greater than 0', {
      path: 'spec.metrics[0].resource.target.averageUtilization'
    })
  itemsOf(spec.metrics).forEach((metric, i) =>
    metricValues(metric, ['spec', 'metrics', i], checker)
  )
  for (const key of ['scaleUp', 'scaleDown'])
    behaviorValues(recordOf(spec.behavior)[key], ['spec', 'behavior', key], checker)
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
  objectValues(target, at, checker)
  const { kind, apiVersion } = recordOf(target)
  const isCore = kind === 'ReplicationController' && apiVersion === 'v1'
  if (isEmpty(apiVersion) && !checker.partial)
    checker.invalid([...at, 'apiVersion'], '', 'apiVersion must specify API group')
  else if (typeof apiVersion === 'string' && !/^[^/]+\//.test(apiVersion) && !isCore)
    checker.invalid([...at, 'apiVersion'], apiVersion, 'apiVersion must specify API group')
}

function objectValues(reference: unknown, at: FieldPath, checker: ValueChecker): void {
  const { kind, name, apiVersion } = recordOf(reference)
  checker.requireText([...at, 'kind'], kind, pathSegmentFaults)
  checker.requireText([...at, 'name'], name, pathSegmentFaults)
  checker.check([...at, 'apiVersion'], apiVersion, text =>
    text.split('/').length > 2 ? [`unexpected GroupVersion string: ${text}`] : []
  )
}

function metricValues(metric: unknown, at: FieldPath, checker: ValueChecker): void {
  const { type, ...described } = recordOf(metric)
  const expected = sources[String(type)]
  if (isEmpty(type)) checker.required([...at, 'type'], 'must specify a metric source type')
  else if (!expected) checker.notSupported([...at, 'type'], type, Object.keys(sources).sort())
  else if (!isRecord(described[expected.field]))
    checker.required(
      [...at, expected.field],
      'must populate information for the given metric source'
    )
  const given = Object.values(sources).filter(({ field }) => isRecord(described[field]))
  const [first, second] = given
  if (first) sourceValues(recordOf(described[first.field]), first, [...at, first.field], checker)
  if (!second && (!expected || first === expected)) return
  for (const { field } of given)
    if (field !== expected?.field && (second || expected))
      checker.forbidden([...at, field], 'must populate the given metric source only')
}

function sourceValues(
  source: UnknownRecord,
  { parts, oneOf, must, at: told = 'averageValue', only }: Source,
  at: FieldPath,
  checker: ValueChecker
): void {
  const target = recordOf(source.target)
  const named = (value: unknown, path: FieldPath, what: string): void => {
    if (isEmpty(value)) checker.required(path, what)
    else checker.check(path, value, pathSegmentFaults)
  }
  if (parts.includes('described'))
    objectValues(source.describedObject, [...at, 'describedObject'], checker)
  if (parts.includes('metric'))
    named(recordOf(source.metric).name, [...at, 'metric', 'name'], 'must specify a metric name')
  if (parts.includes('resource') && isEmpty(source.name))
    checker.required([...at, 'name'], 'must specify a resource name')
  if (parts.includes('container'))
    named(source.container, [...at, 'container'], 'must specify a container')
  const path = [...at, 'target']
  const types = ['Utilization', 'Value', 'AverageValue']
  const either = 'must be either Utilization, Value, or AverageValue'
  if (isEmpty(target.type)) {
    checker.required([...path, 'type'], 'must specify a metric target type')
    checker.again([...path, 'type'], '', either)
  } else if (!types.includes(String(target.type)))
    checker.invalid([...path, 'type'], target.type, either)
  for (const key of ['value', 'averageValue'])
    if ((parseQuantity(target[key])?.nano ?? 1n) <= 0n)
      checker.invalid([...path, key], target[key], 'must be positive')
  const { averageUtilization: share } = target
  if (typeof share === 'number' && share < 1)
    checker.invalid([...path, 'averageUtilization'], share, 'must be greater than 0')
  const count = oneOf.filter(key => !isEmpty(target[key])).length
  if (count === 0) checker.required([...path, told], must)
  if (count > 1 && only) checker.forbidden([...path, only[0]], only[1])
}

/** Rules of `validateScalingRules`. */
function behaviorValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(value)) return
  inRange(value.stabilizationWindowSeconds, 0, 3600, [...at, 'stabilizationWindowSeconds'], checker)
  checker.given([...at, 'selectPolicy'], value.selectPolicy, ['Disabled', 'Max', 'Min'])
  const policies = itemsOf(value.policies)
  // Where nothing is said of policies, the server has some of its own.
  if (Array.isArray(value.policies) && policies.length === 0)
    checker.required([...at, 'policies'], 'must specify at least one Policy')
  policies.forEach((policy, i) => {
    const { type = '', value: amount = 0, periodSeconds = 0 } = recordOf(policy)
    const path = [...at, 'policies', i]
    checker.given([...path, 'type'], type, ['Percent', 'Pods'])
    inRange(amount, 1, Infinity, [...path, 'value'], checker)
    inRange(periodSeconds, 1, 1800, [...path, 'periodSeconds'], checker)
  })
  if ((parseQuantity(value.tolerance)?.nano ?? 0n) < 0n)
    checker.invalid([...at, 'tolerance'], value.tolerance, 'must be greater than or equal to 0')
}

function inRange(
  value: unknown,
  least: 0 | 1,
  most: number,
  at: FieldPath,
  checker: ValueChecker
): void {
  if (typeof value !== 'number') return
  const below = least === 0 ? 'greater than or equal to zero' : 'greater than zero'
  if (value < least) checker.invalid(at, value, `must be ${below}`)
  if (value > most) checker.invalid(at, value, `must be less than or equal to ${most}`)
}
