import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { goJson } from '../go-value.ts'
import { qualifiedNameFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore']

/** Rules of `validatePodFailurePolicy` (pkg/apis/batch/validation). */
export function failurePolicyValues(spec: UnknownRecord, checker: ValueChecker): void {
  const rules = itemsOf(recordOf(spec.podFailurePolicy).rules)
  const at: FieldPath = ['spec', 'podFailurePolicy', 'rules']
  const pod = recordOf(recordOf(spec.template).spec)
  const names = [...itemsOf(pod.containers), ...itemsOf(pod.initContainers)].map(
    container => recordOf(container).name
  )
  checker.tooMany(at, rules.length, 20)
  rules.forEach((item, i) => {
    const { action, onExitCodes, onPodConditions } = recordOf(item)
    const path = [...at, i]
    if (isEmpty(action))
      checker.required(
        [...path, 'action'],
        'valid values: ["Count" "FailIndex" "FailJob" "Ignore"]'
      )
    else if (action === 'FailIndex') {
      if (spec.backoffLimitPerIndex === undefined)
        checker.invalid([...path, 'action'], action, 'requires the backoffLimitPerIndex to be set')
    } else checker.oneOf([...path, 'action'], action, actions)
    const conditions = itemsOf(onPodConditions)
    if (isRecord(onExitCodes)) exitCodeValues(onExitCodes, names, [...path, 'onExitCodes'], checker)
    conditions.forEach((condition, c) =>
      conditionValues(recordOf(condition), [...path, 'onPodConditions', c], checker)
    )
    const both = isRecord(onExitCodes) && conditions.length > 0
    const none = !isRecord(onExitCodes) && conditions.length === 0
    if (both)
      checker.invalid(
        path,
        '',
        'specifying both OnExitCodes and OnPodConditions is not supported',
        { value: '' }
      )
    if (none)
      checker.invalid(path, '', 'specifying one of OnExitCodes and OnPodConditions is required', {
        value: ''
      })
  })
}

function exitCodeValues(
  codes: UnknownRecord,
  names: readonly unknown[],
  at: FieldPath,
  checker: ValueChecker
): void {
  const { operator, containerName } = codes
  if (isEmpty(operator)) checker.required([...at, 'operator'], 'valid values: ["In" "NotIn"]')
  else checker.oneOf([...at, 'operator'], operator, ['In', 'NotIn'])
  if (containerName !== undefined && !names.includes(containerName))
    checker.invalid(
      [...at, 'containerName'],
      containerName,
      'must be one of the container or initContainer names in the pod template'
    )
  const values = itemsOf(codes.values)
  const path = [...at, 'values']
  if (values.length === 0) checker.invalid(path, codes.values, 'at least one value is required')
  else checker.tooMany(path, values.length, 255)
  values.forEach((value, i) => {
    if (operator === 'In' && value === 0)
      checker.invalid([...path, i], value, 'must not be 0 for the In operator')
    if (values.indexOf(value) < i) checker.duplicate([...path, i], value)
  })
  if (values.some((value, i) => i > 0 && Number(values[i - 1]) > Number(value)))
    checker.invalid(path, values, 'must be ordered', { value: goJson(values) })
}

function conditionValues(
  { type = '', status }: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
  checker.check([...at, 'type'], type, qualifiedNameFaults)
  if (isEmpty(status)) {
    if (status === '')
      checker.required([...at, 'status'], 'valid values: ["False" "True" "Unknown"]')
  } else checker.oneOf([...at, 'status'], status, ['False', 'True', 'Unknown'])
}

/** Rules of `validateSuccessPolicy`; the notation of `succeededIndexes` is left to the server. */
export function successPolicyValues(spec: UnknownRecord, checker: ValueChecker): void {
  const { successPolicy, completions, completionMode } = spec
  if (!isRecord(successPolicy) || completionMode !== 'Indexed') return
  const rules = itemsOf(successPolicy.rules)
  const at: FieldPath = ['spec', 'successPolicy', 'rules']
  if (rules.length === 0)
    checker.required(at, 'at least one rules must be specified when the successPolicy is specified')
  checker.tooMany(at, rules.length, 20)
  rules.forEach((item, i) => {
    const { succeededCount: count, succeededIndexes } = recordOf(item)
    if (count === undefined && succeededIndexes === undefined)
      checker.required(
        [...at, i],
        'at least one of succeededCount or succeededIndexes must be specified'
      )
    const path = [...at, i, 'succeededCount']
    checker.notNegative(path, count)
    if (typeof count === 'number' && typeof completions === 'number' && count > completions)
      checker.invalid(
        path,
        count,
        `must be less than or equal to ${completions} (the number of specified completions)`
      )
  })
}
