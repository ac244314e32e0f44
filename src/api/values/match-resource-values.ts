import type { FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { pathSegmentFaults } from './names.ts'
import { selectorValues } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'
import { ruleValues } from './webhook-values.ts'

/** Rules of `validateMatchResources` (pkg/apis/admissionregistration/validation). */
export function matchResourceValues(
  resources: UnknownRecord,
  at: FieldPath,
  isMutating: boolean,
  checker: ValueChecker
): void {
  checker.given([...at, 'matchPolicy'], resources.matchPolicy, ['Equivalent', 'Exact'])
  for (const key of ['namespaceSelector', 'objectSelector'])
    selectorValues(resources[key], [...at, key], checker)
  for (const key of ['resourceRules', 'excludeResourceRules'])
    itemsOf(resources[key]).forEach((item, i) => {
      const rule = recordOf(item)
      namesValues(itemsOf(rule.resourceNames), [...at, key, i, 'resourceNames'], checker)
      ruleValues(rule, [...at, key, i], checker)
    })
  if (isMutating) mutableValues(resources, at, checker)
}

function namesValues(names: readonly unknown[], at: FieldPath, checker: ValueChecker): void {
  names.forEach((name, i) => {
    checker.check([...at, i], name, pathSegmentFaults)
    if (names.indexOf(name) < i) checker.duplicate([...at, i], name)
  })
}

/** What is deleted can't be changed on the way. The server leaves the indices out of these paths. */
function mutableValues(resources: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const path = [...at, 'resourceRules', 'operations']
  itemsOf(resources.resourceRules).forEach((item, i) => {
    itemsOf(recordOf(item).operations).forEach((operation, o) => {
      const supported = ['*', 'CONNECT', 'CREATE', 'UPDATE']
      if (!supported.includes(String(operation)))
        checker.notSupported([...at, 'resourceRules', i, 'operations', o], operation, supported, {
          server: { path }
        })
    })
  })
}
