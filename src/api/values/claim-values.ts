import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsLabelFaults, dnsSubdomainFaults, qualifiedNameFaults } from './names.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

/** Rules of `ValidatePersistentVolumeClaimSpec` (pkg/apis/core/validation). */
export function claimSpecValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const spec = recordOf(value)
  accessModeValues(
    spec.accessModes,
    [...at, 'accessModes'],
    checker,
    'at least 1 access mode is required'
  )
  selectorValues(spec.selector, [...at, 'selector'], checker)
  const storage = recordOf(recordOf(spec.resources).requests).storage
  const storagePath = [...at, 'resources', 'requests', 'storage']
  const named = { path: `${formatFieldPath(at)}.resources[storage]` }
  if (storage === undefined) checker.required(storagePath, '', named)
  else {
    const quantity = parseQuantity(storage)
    if (quantity && quantity.nano <= 0n)
      checker.invalid(storagePath, formatQuantity(quantity), 'must be greater than zero', named)
  }
  checker.checkGiven([...at, 'storageClassName'], spec.storageClassName, dnsSubdomainFaults)
  checker.given([...at, 'volumeMode'], spec.volumeMode, ['Block', 'Filesystem'])
  checker.checkGiven(
    [...at, 'volumeAttributesClassName'],
    spec.volumeAttributesClassName,
    dnsSubdomainFaults
  )
  // Of a claim that is no template the server drops what it doesn't know as a source.
  const isKept = at.length > 1 || isClaimOrSnapshot(recordOf(spec.dataSource))
  if (isKept) sourceValues(spec.dataSource, [...at, 'dataSource'], checker)
  sourceValues(spec.dataSourceRef, [...at, 'dataSourceRef'], checker)
}

/** The modes of a claim or of a volume; `lacking` is what the server says when there are none. */
export function accessModeValues(
  value: unknown,
  path: FieldPath,
  checker: ValueChecker,
  lacking: string
): void {
  const modes = itemsOf(value)
  if (modes.length === 0) checker.required(path, lacking)
  modes.forEach((mode, i) => checker.given([...path, i], mode, accessModes, { path }))
  const others = modes.filter(mode => mode !== 'ReadWriteOncePod')
  if (others.length < modes.length && others.some(mode => accessModes.includes(String(mode))))
    checker.forbidden(path, 'may not use ReadWriteOncePod with other access modes')
}

function isClaimOrSnapshot({ apiGroup, kind }: UnknownRecord): boolean {
  return isEmpty(apiGroup)
    ? kind === 'PersistentVolumeClaim'
    : apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot'
}

/** Rules of `validateDataSource` and `validateDataSourceRef`. */
function sourceValues(source: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(source)) return
  const { apiGroup, kind, name, namespace } = source
  checker.requireText([...at, 'name'], name)
  checker.requireText([...at, 'kind'], kind)
  if (isEmpty(apiGroup) && kind !== 'PersistentVolumeClaim')
    checker.invalid(
      at,
      kind ?? '',
      "must be 'PersistentVolumeClaim' when referencing the default apiGroup"
    )
  checker.checkGiven([...at, 'apiGroup'], apiGroup, dnsSubdomainFaults)
  checker.checkGiven([...at, 'namespace'], namespace, dnsLabelFaults)
}

/** Rules of `ValidateStorageClass` (pkg/apis/storage/validation). */
export function storageClassValues(object: KubeObject, checker: ValueChecker): void {
  const { provisioner, parameters } = object
  checker.requireText(['provisioner'], provisioner, text => qualifiedNameFaults(text.toLowerCase()))
  if (isRecord(parameters) && '' in parameters)
    checker.invalid(['parameters'], '', 'field can not be empty.')
  checker.oneOf(['reclaimPolicy'], object.reclaimPolicy, ['Delete', 'Retain'])
  checker.given(['volumeBindingMode'], object.volumeBindingMode, [
    'Immediate',
    'WaitForFirstConsumer'
  ])
  itemsOf(object.allowedTopologies).forEach((term, i) =>
    itemsOf(recordOf(term).matchLabelExpressions).forEach((item, e) => {
      const { key = '', values } = recordOf(item)
      const path = ['allowedTopologies', i, 'matchLabelExpressions', e]
      checker.check([...path, 'key'], key, qualifiedNameFaults)
      if (itemsOf(values).length === 0) checker.required([...path, 'values'])
      itemsOf(values).forEach((value, v) => {
        if (itemsOf(values).indexOf(value) < v) checker.duplicate([...path, 'values', v], value)
      })
    })
  )
}
