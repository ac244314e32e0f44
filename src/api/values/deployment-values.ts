import { isRecord, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson, rollingText } from '../go-value.ts'
import { amountOf, atMostAllValues, countOrPercentValues } from './percent-values.ts'
import {
  endlessPodValues,
  podTemplateValues,
  templateSelectorValues
} from './pod-template-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateDeploymentSpec` (pkg/apis/apps/validation). */
export function deploymentValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  for (const key of ['replicas', 'minReadySeconds', 'revisionHistoryLimit'])
    checker.notNegative(['spec', key], spec[key])
  replicaTemplateValues(spec, checker)
  strategyValues(recordOf(spec.strategy), checker)
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec
  const path = ['spec', 'progressDeadlineSeconds']
  checker.notNegative(path, deadline)
  const seconds = deadline ?? 600
  if (typeof seconds === 'number' && typeof minReadySeconds === 'number')
    if (seconds <= minReadySeconds)
      checker.invalid(
        deadline === undefined ? ['spec', 'minReadySeconds'] : path,
        seconds,
        'must be greater than minReadySeconds',
        { path }
      )
}

/** Selector and template of a Deployment or ReplicaSet (`ValidatePodTemplateSpecForReplicaSet`). */
export function replicaTemplateValues(spec: UnknownRecord, checker: ValueChecker): void {
  const readable = templateSelectorValues(spec, checker, {
    kind: 'deployment',
    unreadable: 'invalid label selector'
  })
  if (!readable) return
  podTemplateValues(spec, checker)
  endlessPodValues(spec, 'ReplicaSet', checker)
}

/** Rules of `ValidateDeploymentStrategy`. */
function strategyValues(strategy: UnknownRecord, checker: ValueChecker): void {
  const at = ['spec', 'strategy']
  const { type, rollingUpdate } = strategy
  if (type === 'Recreate') {
    if (isRecord(rollingUpdate))
      checker.forbidden(
        [...at, 'rollingUpdate'],
        "may not be specified when strategy `type` is 'Recreate'"
      )
    return
  }
  if (!isEmpty(type) && type !== 'RollingUpdate') {
    checker.notSupported([...at, 'type'], type, ['Recreate', 'RollingUpdate'], {
      // The server shows its internal type.
      server: {
        path: at,
        value: `{"Type":${goJson(type)},"RollingUpdate":${rollingText(rollingUpdate)}}`
      }
    })
    return
  }
  const { maxUnavailable = '25%', maxSurge = '25%' } = recordOf(rollingUpdate)
  const path = [...at, 'rollingUpdate']
  countOrPercentValues(maxUnavailable, [...path, 'maxUnavailable'], checker)
  countOrPercentValues(maxSurge, [...path, 'maxSurge'], checker)
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0)
    checker.invalid(
      [...path, 'maxUnavailable'],
      maxUnavailable,
      'may not be 0 when `maxSurge` is 0'
    )
  atMostAllValues(maxUnavailable, [...path, 'maxUnavailable'], checker)
}
