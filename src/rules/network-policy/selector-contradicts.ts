import type { NetworkPolicy } from '../../model/kinds.ts'
import type { LabelSelector, LabelSelectorRequirement } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { policySelectorsOf } from '../shared/policy-places.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/selector-contradicts',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'A selector asks for what no labels can be.',
  why: 'All entries of a selector have to hold at once. Two entries for one key that exclude each other select nothing, so the policy isolates no Pod or the peer lets nobody in.',
  todo: 'Remove one of the two entries, or write two list items when either is enough.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector:
    matchLabels: { tier: api }
    matchExpressions: [{ key: tier, operator: In, values: [web, cache] }]
  policyTypes: [Ingress]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector:
    matchExpressions: [{ key: tier, operator: In, values: [api, web, cache] }]
  policyTypes: [Ingress]
`,
    see: [
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors'
    ]
  },

  check({ manifest, report }) {
    for (const { selector, of, at } of policySelectorsOf(manifest.object)) {
      const i = contradictionOf(selector)
      if (i === undefined) continue
      report({
        at: [...at, 'matchExpressions', i],
        part: 'value',
        message: `Together with the other entries for ${String(selector.matchExpressions?.[i]?.key)} this selects no ${of}.`
      })
    }
  }
})

/** Index of the first expression that cannot hold together with what stands before it. */
function contradictionOf({
  matchLabels = {},
  matchExpressions = []
}: LabelSelector): number | undefined {
  const possible = new Map<string, Possible>()
  for (const [key, value] of Object.entries(matchLabels))
    possible.set(key, { values: [value], absent: false, excluded: [] })
  for (const [i, expression] of matchExpressions.entries()) {
    const left = narrowed(possible.get(expression.key) ?? anything, expression)
    if (!left.absent && left.values?.every(value => left.excluded.includes(value)) === true)
      return i
    possible.set(expression.key, left)
  }
  return undefined
}

/** What the value of a key can still be; `values` undefined is any. */
interface Possible {
  readonly values: readonly string[] | undefined
  readonly absent: boolean
  readonly excluded: readonly string[]
}

const anything: Possible = { values: undefined, absent: true, excluded: [] }

function narrowed(before: Possible, { operator, values = [] }: LabelSelectorRequirement): Possible {
  switch (operator) {
    case 'In':
      return {
        ...before,
        values: before.values?.filter(value => values.includes(value)) ?? values,
        absent: false
      }
    case 'NotIn':
      return { ...before, excluded: [...before.excluded, ...values] }
    case 'Exists':
      return { ...before, absent: false }
    case 'DoesNotExist':
      return { ...before, values: [] }
    default:
      return before
  }
}
