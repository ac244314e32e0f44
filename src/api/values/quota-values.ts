import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { qualifiedNameFaults } from './names.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'
import { amountValues, isExtended } from './resource-values.ts'
import type { ValueChecker } from './value-checker.ts'

const counted = [
  ...['pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers']
]
const amounts = ['cpu', 'memory', 'ephemeral-storage']
const quotaNames = new Set([
  ...counted,
  ...amounts,
  ...amounts.flatMap(name => [`requests.${name}`, `limits.${name}`]),
  'requests.storage'
])
const hugePages = /^(?:requests\.)?hugepages-/

/** The rules of `ValidateResourceQuotaSpec` (pkg/apis/core/validation) about amounts and scopes. */
export function quotaValues(object: KubeObject, checker: ValueChecker): void {
  const { hard, scopeSelector } = recordOf(object.spec)
  for (const [name, amount] of Object.entries(recordOf(hard))) {
    const path = ['spec', 'hard', name]
    const wrong = (value: string, detail: string): void =>
      checker.invalid(path, value, detail, { path: `spec.hard[${name}]` })
    const faults = qualifiedNameFaults(name)
    for (const fault of faults) wrong(name, fault)
    if (!name.includes('/') && !quotaNames.has(name) && !hugePages.test(name)) {
      if (faults.length === 0 && name !== 'storage')
        wrong(name, 'must be a standard resource type or fully qualified')
      wrong(name, 'must be a standard resource for quota')
    }
    const quantity = parseQuantity(amount)
    if (!quantity) continue
    if (quantity.nano < 0n) wrong(formatQuantity(quantity), 'must be greater than or equal to 0')
    const isWhole = quantity.nano % 1_000_000_000n === 0n
    if (!isWhole && (counted.includes(name) || isExtended(name)))
      wrong(formatQuantity(quantity), 'must be an integer')
  }
  // The server leaves the index out of these paths.
  const at = ['spec', 'scopeSelector', 'matchExpressions']
  itemsOf(recordOf(scopeSelector).matchExpressions).forEach((item, i) => {
    const { operator, values } = recordOf(item)
    const count = itemsOf(values).length
    const named = { path: [...at, 'values'] }
    if ((operator === 'In' || operator === 'NotIn') && count === 0)
      checker.required(
        [...at, i, 'values'],
        "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
        named
      )
  })
}

const limitTypes = ['Container', 'PersistentVolumeClaim', 'Pod']
const limitLists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const

/** Lists of a limit of which the first may not be above the second, and how the server calls the two. */
const ordered = [
  ['min', 'max', 'min value', 'max value'],
  ['min', 'default', 'min value', 'default value'],
  ['min', 'defaultRequest', 'min value', 'default request value'],
  ['default', 'max', 'default value', 'max value'],
  ['defaultRequest', 'max', 'default request value', 'max value'],
  ['defaultRequest', 'default', 'default request value', 'default limit value']
] as const

/** The rules of `ValidateLimitRange` (pkg/apis/core/validation) about types, names and order. */
export function limitRangeValues(object: KubeObject, checker: ValueChecker): void {
  const limits = itemsOf(recordOf(object.spec).limits).map(recordOf)
  const types = limits.map(({ type = '' }) => type)
  limits.forEach((limit, i) => {
    const at = ['spec', 'limits', i]
    const type = types[i]
    if (typeof type === 'string') {
      const faults = qualifiedNameFaults(type)
      for (const fault of faults) checker.invalid([...at, 'type'], type, fault)
      if (faults.length === 0 && !type.includes('/') && !limitTypes.includes(type))
        checker.invalid([...at, 'type'], type, 'must be a standard limit type or fully qualified')
      if (types.indexOf(type) < i) checker.duplicate([...at, 'type'], type)
    }
    const whole = type === 'Container' ? filled(limit) : limit
    for (const list of limitLists)
      limitNames(whole[list], limit[list], type, [...at, list], checker)
    if (type === 'Pod') {
      for (const key of ['default', 'defaultRequest'])
        if (Object.keys(recordOf(limit[key])).length > 0)
          checker.forbidden([...at, key], "may not be specified when `type` is 'Pod'")
    } else for (const rule of ordered) orderValues(whole, limit, rule, at, checker)
    ratioValues(limit, at, checker)
    const isClaim = type === 'PersistentVolumeClaim'
    const has = (key: string): boolean => recordOf(limit[key]).storage !== undefined
    if (isClaim && !has('min') && !has('max'))
      checker.required(
        [...at, 'limits'],
        'either minimum or maximum storage value is required, but neither was provided'
      )
  })
}

/** What the server fills in for containers (`SetDefaults_LimitRangeItem`). */
function filled(limit: UnknownRecord): UnknownRecord {
  const usual = { ...recordOf(limit.max), ...recordOf(limit.default) }
  const asked = { ...recordOf(limit.min), ...usual, ...recordOf(limit.defaultRequest) }
  return { ...limit, default: usual, defaultRequest: asked }
}

function limitNames(
  list: unknown,
  written: unknown,
  type: unknown,
  at: FieldPath,
  checker: ValueChecker
): void {
  for (const name of Object.keys(recordOf(list))) {
    const repeats = !Object.hasOwn(recordOf(written), name)
    if (type === 'Pod' || type === 'Container')
      amountValues(name, undefined, [...at, name], checker, { repeats })
    else
      for (const fault of qualifiedNameFaults(name))
        checker.invalid([...at, name], name, fault, { path: `${formatFieldPath(at)}[${name}]` })
  }
}

/** What a limit may be of a request at most, which is at least once and at most `max` of `min`. */
function ratioValues(limit: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  for (const [name, text] of Object.entries(recordOf(limit.maxLimitRequestRatio))) {
    const ratio = parseQuantity(text)
    if (!ratio) continue
    const path = [...at, 'maxLimitRequestRatio', name]
    const wrong = (detail: string): void =>
      checker.invalid(path, formatQuantity(ratio), `ratio ${formatQuantity(ratio)} ${detail}`, {
        path: `${formatFieldPath(path.slice(0, -1))}[${name}]`
      })
    if (ratio.nano < billion) wrong('is less than 1')
    const less = parseQuantity(recordOf(limit.min)[name])
    const more = parseQuantity(recordOf(limit.max)[name])
    // Through nothing the server divides as well, and finds no bound.
    if (!less || !more || less.nano === 0n) continue
    const bound = Number(more.nano) / Number(less.nano)
    if (Number(ratio.nano) / 1e9 > bound) wrong(`is greater than max/min = ${bound.toFixed(6)}`)
  }
}

const billion = 1_000_000_000n

function orderValues(
  limit: UnknownRecord,
  written: UnknownRecord,
  [low, high, lowName, highName]: (typeof ordered)[number],
  at: FieldPath,
  checker: ValueChecker
): void {
  for (const [name, amount] of Object.entries(recordOf(limit[low]))) {
    const less = parseQuantity(amount)
    const more = parseQuantity(recordOf(limit[high])[name])
    if (!less || !more || less.nano <= more.nano) continue
    // The one that is given for containers without their own is what the server calls wrong.
    const key = high === 'default' || high === 'defaultRequest' ? (low === 'min' ? high : low) : low
    const isWritten = [low, high].every(list => Object.hasOwn(recordOf(written[list]), name))
    // Of a usual limit the server shows the bound.
    const shown = (key === low) === (key === 'default') ? more : less
    checker.add(
      'invalid',
      [...at, key, name],
      `${lowName} ${formatQuantity(less)} is greater than ${highName} ${formatQuantity(more)}`,
      {
        badValue: formatQuantity(shown),
        server: { path: `${formatFieldPath([...at, key])}[${name}]` },
        ...(!isWritten && { repeats: true })
      }
    )
  }
}
