import type { FieldPath } from '../../base/field-path.ts'
import type { UnknownRecord } from '../../base/json.ts'
import { dnsSubdomainFaults, pathSegmentFaults } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `validateIngressTypedLocalObjectReference` (pkg/apis/networking/validation). */
export function referenceValues(
  reference: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
  checker.check([...at, 'apiGroup'], reference.apiGroup, dnsSubdomainFaults)
  checker.requireText([...at, 'kind'], reference.kind, pathSegmentFaults)
  checker.requireText([...at, 'name'], reference.name, pathSegmentFaults)
}
