import { recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson, rollingText } from '../go-value.ts'
import { amountOf, atMostAllValues, countOrPercentValues } from './percent-values.ts'
import {
  endlessPodValues,
  podTemplateValues,
  templateSelectorValues
} from './pod-template-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateDaemonSetSpec` (pkg/apis/apps/validation). */
export function daemonSetValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  templateSelectorValues(spec, checker, { kind: 'daemonset' })
  podTemplateValues(spec, checker)
  endlessPodValues(spec, 'DaemonSet', checker)
  for (const key of ['minReadySeconds', 'revisionHistoryLimit'])
    checker.notNegative(['spec', key], spec[key])
  updateValues(recordOf(spec.updateStrategy), checker)
}

/** Rules of `ValidateDaemonSetUpdateStrategy`. */
function updateValues(strategy: UnknownRecord, checker: ValueChecker): void {
  const at = ['spec', 'updateStrategy']
  const { type, rollingUpdate } = strategy
  if (type === 'OnDelete') return
  if (!isEmpty(type) && type !== 'RollingUpdate') {
    checker.notSupported([...at, 'type'], type, ['RollingUpdate', 'OnDelete'], {
      // The server shows its internal type.
      server: {
        path: at,
        value: `{"Type":${goJson(type)},"RollingUpdate":${rollingText(rollingUpdate)}}`
      }
    })
    return
  }
  const { maxUnavailable = 1, maxSurge = 0 } = recordOf(rollingUpdate)
  const path = [...at, 'rollingUpdate']
  const amounts = { maxUnavailable, maxSurge }
  for (const [key, amount] of Object.entries(amounts))
    countOrPercentValues(amount, [...path, key], checker)
  for (const [key, amount] of Object.entries(amounts))
    atMostAllValues(amount, [...path, key], checker)
  const [unavailable, surge] = [amountOf(maxUnavailable), amountOf(maxSurge)]
  if (unavailable !== 0 && surge !== 0)
    checker.invalid(
      [...path, 'maxSurge'],
      maxSurge,
      'may not be set when maxUnavailable is non-zero'
    )
  else if (unavailable === 0 && surge === 0)
    checker.required([...path, 'maxUnavailable'], 'cannot be 0 when maxSurge is 0')
}
