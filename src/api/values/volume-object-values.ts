import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { isRecord, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { nodeSelectorValues } from './affinity-values.ts'
import { accessModeValues } from './claim-values.ts'
import { dnsLabelFaults, dnsSubdomainFaults } from './names.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'
import { backstepFaults, sourceRuleOf, volumeSources } from './volume-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidatePersistentVolumeSpec` (pkg/apis/core/validation). */
export function volumeObjectValues(object: KubeObject, checker: ValueChecker): void {
  if (checker.partial && !isRecord(object.spec)) return
  const spec = recordOf(object.spec)
  accessModeValues(spec.accessModes, ['spec', 'accessModes'], checker, '')
  capacityValues(spec.capacity, checker)
  checker.oneOf(['spec', 'persistentVolumeReclaimPolicy'], spec.persistentVolumeReclaimPolicy, [
    'Delete',
    'Recycle',
    'Retain'
  ])
  const { nodeAffinity } = spec
  if (isRecord(nodeAffinity)) {
    const at = ['spec', 'nodeAffinity', 'required']
    if (!isRecord(nodeAffinity.required))
      checker.required(at, 'must specify required node constraints')
    else nodeSelectorValues(nodeAffinity.required, at, checker)
  }
  sourceValues(spec, checker)
  const { path } = recordOf(spec.hostPath)
  if (
    typeof path === 'string' &&
    /^\/[/.]*$/.test(path) &&
    spec.persistentVolumeReclaimPolicy === 'Recycle'
  )
    checker.forbidden(
      ['spec', 'persistentVolumeReclaimPolicy'],
      "may not be 'recycle' for a hostPath mount of '/'"
    )
  checker.checkGiven(['spec', 'storageClassName'], spec.storageClassName, dnsSubdomainFaults)
  checker.given(['spec', 'volumeMode'], spec.volumeMode, ['Block', 'Filesystem'])
  const { volumeAttributesClassName: attributes } = spec
  if (attributes === undefined) return
  if (attributes === '')
    checker.required(['spec', 'volumeAttributesClassName'], 'an empty string is disallowed')
  checker.checkGiven(['spec', 'volumeAttributesClassName'], attributes, dnsSubdomainFaults)
  if (!isRecord(spec.csi))
    checker.required(['spec', 'csi'], 'has to be specified when using volumeAttributesClassName')
}

function capacityValues(capacity: unknown, checker: ValueChecker): void {
  const at: FieldPath = ['spec', 'capacity']
  const keys = Object.keys(recordOf(capacity))
  if (keys.length === 0) {
    checker.required(at)
    checker.notSupported(at, capacity ?? null, ['storage'], { repeats: true })
  }
  for (const key of keys) {
    const named = { path: `${formatFieldPath(at)}[${key}]` }
    const quantity = parseQuantity(recordOf(capacity)[key])
    if (quantity && quantity.nano <= 0n)
      checker.invalid([...at, key], formatQuantity(quantity), 'must be greater than zero', named)
  }
  const other = keys.find(key => key !== 'storage')
  if (other !== undefined)
    checker.notSupported([...at, other], capacity, ['storage'], { server: { path: at } })
}

/** Exactly one source; a Pod's rules hold for those that both have. */
function sourceValues(spec: UnknownRecord, checker: ValueChecker): void {
  const given = volumeSources.filter(key => isRecord(spec[key]))
  const [first] = given
  if (first === undefined) {
    checker.required(['spec'], 'must specify a volume type')
    return
  }
  for (const key of given) {
    if (key !== first) {
      checker.forbidden(['spec', key], 'may not specify more than 1 volume type')
      continue
    }
    const at: FieldPath = ['spec', key]
    const source = recordOf(spec[key])
    if (key === 'csi') csiValues(source, at, checker)
    else if (key === 'local') {
      checker.requireText([...at, 'path'], source.path, backstepFaults)
      if (!isRecord(spec.nodeAffinity))
        checker.required(['spec', 'nodeAffinity'], 'Local volume requires node affinity')
    } else sourceRuleOf(key)?.(source, at, checker)
  }
}

/** Rules of `validateCSIPersistentVolumeSource`. */
function csiValues(source: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { driver, volumeHandle } = source
  sourceRuleOf('csi')?.({ driver }, at, checker)
  checker.requireText([...at, 'volumeHandle'], volumeHandle)
  for (const key of [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef'
  ]) {
    const ref = source[key]
    if (!isRecord(ref)) continue
    checker.requireText([...at, key, 'name'], ref.name, dnsSubdomainFaults)
    checker.requireText([...at, key, 'namespace'], ref.namespace, dnsLabelFaults)
  }
}
