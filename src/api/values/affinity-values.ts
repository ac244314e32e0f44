import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  labelValueFaults,
  qualifiedNameFaults
} from './names.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const required = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution'

/** Rules of `validateAffinity` (pkg/apis/core/validation). */
export function affinityValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { nodeAffinity, podAffinity, podAntiAffinity } = recordOf(value)
  if (isRecord(nodeAffinity)) nodeAffinityValues(nodeAffinity, [...at, 'nodeAffinity'], checker)
  for (const [key, rules] of Object.entries({ podAffinity, podAntiAffinity })) {
    itemsOf(recordOf(rules)[required]).forEach((term, i) =>
      podTermValues(term, [...at, key, required, i], checker)
    )
    itemsOf(recordOf(rules)[preferred]).forEach((item, i) => {
      const path = [...at, key, preferred, i]
      weightValue(recordOf(item).weight, path, checker)
      podTermValues(recordOf(item).podAffinityTerm, [...path, 'podAffinityTerm'], checker)
    })
  }
}

function nodeAffinityValues(
  affinity: Readonly<Record<string, unknown>>,
  at: FieldPath,
  checker: ValueChecker
): void {
  const selector = affinity[required]
  if (isRecord(selector)) nodeSelectorValues(selector, [...at, required], checker)
  itemsOf(affinity[preferred]).forEach((item, i) => {
    const path = [...at, preferred, i]
    weightValue(recordOf(item).weight, path, checker)
    nodeTermValues(recordOf(item).preference, [...path, 'preference'], checker)
  })
}

/** Rules of `ValidateNodeSelector`. */
export function nodeSelectorValues(
  selector: Readonly<Record<string, unknown>>,
  at: FieldPath,
  checker: ValueChecker
): void {
  const path = [...at, 'nodeSelectorTerms']
  const terms = itemsOf(selector.nodeSelectorTerms)
  if (terms.length === 0) checker.required(path, 'must have at least one node selector term')
  terms.forEach((term, i) => nodeTermValues(term, [...path, i], checker))
}

function weightValue(weight: unknown, at: FieldPath, checker: ValueChecker): void {
  const detail = 'must be in the range 1-100'
  if (weight === undefined)
    checker.required([...at, 'weight'], '', { type: 'invalid', value: '0', detail })
  else if (typeof weight === 'number' && (weight <= 0 || weight > 100))
    checker.invalid([...at, 'weight'], weight, detail)
}

function nodeTermValues(term: unknown, at: FieldPath, checker: ValueChecker): void {
  itemsOf(recordOf(term).matchFields).forEach((item, i) =>
    nodeFieldValues(recordOf(item), [...at, 'matchFields', i], checker)
  )
  itemsOf(recordOf(term).matchExpressions).forEach((item, i) => {
    const { key = '', operator = '', values } = recordOf(item)
    const path = [...at, 'matchExpressions', i]
    const count = itemsOf(values).length
    if (operator === 'In' || operator === 'NotIn') {
      if (count === 0)
        checker.required(
          [...path, 'values'],
          "must be specified when `operator` is 'In' or 'NotIn'"
        )
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (count > 0)
        checker.forbidden(
          [...path, 'values'],
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
        )
    } else if (operator === 'Gt' || operator === 'Lt') {
      if (count !== 1)
        checker.required(
          [...path, 'values'],
          "must be specified single value when `operator` is 'Lt' or 'Gt'"
        )
    } else checker.invalid([...path, 'operator'], operator, 'not a valid selector operator')
    checker.check([...path, 'key'], key, qualifiedNameFaults)
    itemsOf(values).forEach((value, v) =>
      checker.check([...path, 'values', v], value, labelValueFaults)
    )
  })
}

/** Rules of `ValidateNodeFieldSelectorRequirement`: a node is named, and by its name alone. */
function nodeFieldValues(
  { key = '', operator = '', values }: Readonly<Record<string, unknown>>,
  at: FieldPath,
  checker: ValueChecker
): void {
  if (operator !== 'In' && operator !== 'NotIn')
    checker.invalid([...at, 'operator'], operator, 'not a valid selector operator')
  else if (itemsOf(values).length !== 1)
    checker.required(
      [...at, 'values'],
      "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
    )
  if (key !== 'metadata.name')
    checker.invalid([...at, 'key'], key, 'not a valid field selector key')
  else
    itemsOf(values).forEach((value, i) =>
      checker.check([...at, 'values', i], value, dnsSubdomainFaults)
    )
}

function podTermValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const { labelSelector, namespaceSelector, namespaces, topologyKey } = recordOf(value)
  selectorValues(labelSelector, [...at, 'labelSelector'], checker)
  selectorValues(namespaceSelector, [...at, 'namespaceSelector'], checker)
  itemsOf(namespaces).forEach((name, i) =>
    checker.check([...at, 'namespaces', i], name, dnsLabelFaults, { path: [...at, 'namespace'] })
  )
  matchLabelKeysValues(recordOf(value), at, checker)
  if (isEmpty(topologyKey)) checker.required([...at, 'topologyKey'], 'can not be empty')
  if (isEmpty(topologyKey)) {
    for (const fault of qualifiedNameFaults('')) checker.again([...at, 'topologyKey'], '', fault)
  } else checker.check([...at, 'topologyKey'], topologyKey, qualifiedNameFaults)
}

/** Rules of `ValidateMatchLabelKeysAndMismatchLabelKeys`, the keys themselves. */
export function matchLabelKeysValues(
  term: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
  for (const list of ['matchLabelKeys', 'mismatchLabelKeys']) {
    const keys = itemsOf(term[list])
    if (keys.length > 0 && !isRecord(term.labelSelector))
      checker.forbidden([...at, list], 'must not be specified when labelSelector is not set')
    else keys.forEach((key, i) => checker.check([...at, list, i], key, qualifiedNameFaults))
  }
}
