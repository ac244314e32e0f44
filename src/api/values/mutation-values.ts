import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** The field that belongs to each type of patch. */
const fieldOf: ReadonlyMap<unknown, string> = new Map([
  ['ApplyConfiguration', 'applyConfiguration'],
  ['JSONPatch', 'jsonPatch']
])

/** Rules of `validateMutation` (pkg/apis/admissionregistration/validation). */
export function mutationValues(list: unknown, at: FieldPath, checker: ValueChecker): void {
  const mutations = itemsOf(list)
  if (mutations.length === 0) checker.required(at, 'mutations must contain at least one item')
  mutations.forEach((item, i) => {
    const mutation = recordOf(item)
    const { patchType } = mutation
    const own = fieldOf.get(patchType)
    if (isEmpty(patchType)) checker.required([...at, i, 'patchType'])
    checker.oneOf([...at, i, 'patchType'], patchType, [...fieldOf.keys()].map(String))
    if (own === undefined) return
    for (const key of fieldOf.values()) {
      const value = mutation[key]
      const path = [...at, i, key]
      if (key !== own) {
        if (!isRecord(value)) continue
        const shown = { value: `"{${key}}"` }
        checker.invalid(
          path,
          value,
          `must not be specified when patchType is ${String(patchType)}`,
          shown
        )
      } else if (!isRecord(value))
        checker.required(path, `must be specified when patchType is ${String(patchType)}`)
      else if (isEmpty(value.expression) || String(value.expression).trim() === '')
        checker.required([...path, 'expression'])
    }
  })
}
