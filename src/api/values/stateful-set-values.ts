import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson } from '../go-value.ts'
import { claimSpecValues } from './claim-values.ts'
import { dnsLabelFaults } from './names.ts'
import { amountOf, atMostAllValues, countOrPercentValues } from './percent-values.ts'
import {
  endlessPodValues,
  podTemplateValues,
  templateSelectorValues
} from './pod-template-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateStatefulSetSpec` (pkg/apis/apps/validation). */
export function statefulSetValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const { podManagementPolicy: management } = spec
  if (!isEmpty(management) && management !== 'OrderedReady' && management !== 'Parallel')
    checker.invalid(
      ['spec', 'podManagementPolicy'],
      management,
      "must be 'OrderedReady' or 'Parallel'"
    )
  updateValues(recordOf(spec.updateStrategy), checker)
  const retention = recordOf(spec.persistentVolumeClaimRetentionPolicy)
  for (const key of ['whenDeleted', 'whenScaled'])
    checker.oneOf(['spec', 'persistentVolumeClaimRetentionPolicy', key], retention[key], [
      'Retain',
      'Delete'
    ])
  const claims = itemsOf(spec.volumeClaimTemplates)
  claims.forEach((claim, i) =>
    claimSpecValues(recordOf(claim).spec, ['spec', 'volumeClaimTemplates', i, 'spec'], checker)
  )
  claims.forEach((claim, i) => claimNameValue(claim, i, checker))
  for (const key of ['replicas', 'minReadySeconds']) checker.notNegative(['spec', key], spec[key])
  checker.notNegative(['spec', 'ordinals', 'start'], recordOf(spec.ordinals).start)
  checker.checkGiven(['spec', 'serviceName'], spec.serviceName, dnsLabelFaults)
  const readable = templateSelectorValues(spec, checker, { kind: 'statefulset', unreadable: '' })
  if (readable)
    podTemplateValues(spec, checker, {
      moreVolumes: claims.map(claim => recordOf(recordOf(claim).metadata).name),
      ownNames: true
    })
  endlessPodValues(spec, 'StatefulSet', checker)
}

/** A claim without a name is told by the server as a volume without one. */
function claimNameValue(claim: unknown, index: number, checker: ValueChecker): void {
  const path = ['spec', 'volumeClaimTemplates', index, 'metadata', 'name']
  const volume = `spec.template.spec.volumes[${index}]`
  const { name } = recordOf(recordOf(claim).metadata)
  checker.checkGiven(path, name, dnsLabelFaults, { path: `${volume}.name` })
  if (!isEmpty(name) || checker.partial) return
  checker.required(path, '', { path: `${volume}.name` })
  checker.add('required', path, '', {
    repeats: true,
    server: { path: `${volume}.persistentVolumeClaim.claimName` }
  })
}

function updateValues(strategy: UnknownRecord, checker: ValueChecker): void {
  const at = ['spec', 'updateStrategy']
  const { type, rollingUpdate } = strategy
  const path = [...at, 'rollingUpdate']
  if (type === 'OnDelete') {
    if (!isRecord(rollingUpdate)) return
    checker.invalid(path, rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'", {
      value: updateText(rollingUpdate)
    })
  } else if (!isEmpty(type) && type !== 'RollingUpdate')
    checker.invalid([...at, 'type'], type, "must be 'RollingUpdate' or 'OnDelete'", {
      path: at,
      value: `{"Type":${goJson(type)},"RollingUpdate":${isRecord(rollingUpdate) ? updateText(rollingUpdate) : 'null'}}`
    })
  else {
    const { partition, maxUnavailable } = recordOf(rollingUpdate)
    checker.notNegative([...path, 'partition'], partition)
    if (maxUnavailable === undefined) return
    countOrPercentValues(maxUnavailable, [...path, 'maxUnavailable'], checker)
    if (amountOf(maxUnavailable) === 0)
      checker.invalid([...path, 'maxUnavailable'], maxUnavailable, 'cannot be 0')
    atMostAllValues(maxUnavailable, [...path, 'maxUnavailable'], checker)
  }
}

/** The server shows its internal type. */
function updateText({ partition = 0, maxUnavailable }: UnknownRecord): string {
  return `{"Partition":${goJson(partition)},"MaxUnavailable":${goJson(maxUnavailable)}}`
}
