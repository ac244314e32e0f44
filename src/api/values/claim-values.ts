import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import { dnsSubdomainFaults } from './names.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'
import { selectorValues } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

/** Rules of `ValidatePersistentVolumeClaimSpec` (pkg/apis/core/validation). */
export function claimSpecValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const spec = recordOf(value)
  const modes = itemsOf(spec.accessModes)
  const path = [...at, 'accessModes']
  if (modes.length === 0) checker.required(path, 'at least 1 access mode is required')
  selectorValues(spec.selector, [...at, 'selector'], checker)
  modes.forEach((mode, i) => checker.given([...path, i], mode, accessModes, { path }))
  const others = modes.filter(mode => mode !== 'ReadWriteOncePod')
  if (others.length < modes.length && others.some(mode => accessModes.includes(String(mode))))
    checker.forbidden(path, 'may not use ReadWriteOncePod with other access modes')
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
}
