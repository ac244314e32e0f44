import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import { qualifiedNameFaults } from './names.ts'
import { formatQuantity, parseQuantity, type Quantity } from './quantity.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const containerResources = ['cpu', 'memory', 'ephemeral-storage']
const standardResources = [...containerResources, 'storage', 'pods', 'services', 'secrets']

/** Rules of `ValidateContainerResourceRequirements` (pkg/apis/core/validation). */
export function resourceValues(
  value: unknown,
  isPod: boolean,
  at: FieldPath,
  checker: ValueChecker
): void {
  const { limits, requests, claims } = recordOf(value)
  itemsOf(claims).forEach((claim, i) => {
    const path = [...at, 'claims', i]
    if (isEmpty(recordOf(claim).name)) checker.required([...path, 'name'], '', { path })
  })
  for (const [key, amounts] of [
    ['limits', limits],
    ['requests', requests]
  ] as const)
    for (const [name, amount] of Object.entries(recordOf(amounts)))
      amountValues(name, amount, [...at, key, name], checker)
  // In a Pod, requests that are not given are the limits, and the server finds the same fault with both.
  for (const [name, amount] of Object.entries(recordOf(limits)))
    if (isPod && recordOf(requests)[name] === undefined)
      amountValues(name, amount, [...at, 'limits', name], checker, {
        list: [...at, 'requests'],
        repeats: true
      })
  const isHuge = (name: string): boolean => name.startsWith('hugepages-')
  const names = [...Object.keys(recordOf(limits)), ...Object.keys(recordOf(requests))]
  if (names.some(isHuge) && !names.includes('cpu') && !names.includes('memory'))
    checker.forbidden(at, 'HugePages require cpu or memory')
  for (const [name, amount] of Object.entries(recordOf(requests))) {
    const request = parseQuantity(amount)
    const limit = parseQuantity(recordOf(limits)[name])
    const mayExceed = !isHuge(name) && !isExtended(name)
    if (!request) continue
    if (!limit) {
      if (!mayExceed)
        checker.required([...at, 'limits'], 'Limit must be set for non overcommitable resources')
      continue
    }
    if (mayExceed ? request.nano <= limit.nano : request.nano === limit.nano) continue
    const must = mayExceed ? 'less than or equal to' : 'equal to'
    checker.invalid(
      [...at, 'requests', name],
      formatQuantity(request),
      `must be ${must} ${name} limit of ${formatQuantity(limit)}`,
      { path: [...at, 'requests'] }
    )
  }
}

/** `list` is where the server names the amount; `repeats`, that it has copied it there. */
export function amountValues(
  name: string,
  amount: unknown,
  at: FieldPath,
  checker: ValueChecker,
  {
    list = at.slice(0, -1),
    repeats = false
  }: { readonly list?: FieldPath; readonly repeats?: boolean } = {}
): void {
  // The server writes names of resources in brackets, whatever they are.
  const named = { path: `${formatFieldPath(list)}[${name}]` }
  const wrong = (value: string, detail: string): void => {
    if (repeats) checker.again(at, value, detail, named)
    else checker.invalid(at, value, detail, named)
  }
  const faults = qualifiedNameFaults(name)
  for (const fault of faults) wrong(name, fault)
  const isHuge = name.startsWith('hugepages-')
  if (!name.includes('/')) {
    if (faults.length === 0 && !isHuge && !standardResources.includes(name))
      wrong(name, 'must be a standard resource type or fully qualified')
    if (!isHuge && !containerResources.includes(name))
      wrong(name, 'must be a standard resource for containers')
  } else if (!isNative(name) && !isExtended(name))
    wrong(name, "doesn't follow extended resource name standard")
  const quantity = parseQuantity(amount)
  if (!quantity) return
  if (quantity.nano < 0n) wrong(formatQuantity(quantity), 'must be greater than or equal to 0')
  if (isExtended(name) && !isWhole(quantity)) wrong(formatQuantity(quantity), 'must be an integer')
}

function isWhole({ nano }: Quantity): boolean {
  return nano % 1_000_000_000n === 0n
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

/** Resources that a vendor adds to nodes, such as `nvidia.com/gpu`. */
export function isExtended(name: string): boolean {
  return (
    !isNative(name) &&
    !name.startsWith('requests.') &&
    qualifiedNameFaults(`requests.${name}`).length === 0
  )
}

/** Rules of `validateResizePolicy`. */
export function resizePolicyValues(
  value: unknown,
  restartPolicy: unknown,
  at: FieldPath,
  checker: ValueChecker
): void {
  const seen = new Set<unknown>()
  itemsOf(value).forEach((item, i) => {
    const { resourceName, restartPolicy: policy } = recordOf(item)
    if (seen.has(resourceName)) checker.duplicate([...at, i], resourceName)
    seen.add(resourceName)
    const named = { path: at }
    for (const [key, text, supported] of [
      ['resourceName', resourceName, ['cpu', 'memory']],
      ['restartPolicy', policy, ['NotRequired', 'RestartContainer']]
    ] as const)
      if (isEmpty(text)) checker.required([...at, i, key], '', named)
      else checker.oneOf([...at, i, key], text, supported, named)
    if (restartPolicy === 'Never' && policy === 'RestartContainer')
      checker.invalid(
        [...at, i, 'restartPolicy'],
        policy,
        "must be 'NotRequired' when pod `restartPolicy` is 'Never'",
        named
      )
  })
}
