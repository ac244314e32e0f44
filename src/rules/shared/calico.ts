import { Field } from '../../base/field.ts'
import type { KubeObject } from '../../model/object.ts'

const groups = ['projectcalico.org/v3', 'crd.projectcalico.org/v1']

export function calicoKeys(...kinds: readonly string[]): readonly string[] {
  return groups.flatMap(group => kinds.map(kind => `${group}/${kind}`))
}

export const calicoPolicyKeys = calicoKeys('NetworkPolicy', 'GlobalNetworkPolicy')

/** The rules of a policy with the direction in which they hold. */
export function calicoRules(
  object: KubeObject
): readonly { readonly direction: 'ingress' | 'egress'; readonly rule: Field }[] {
  return (['ingress', 'egress'] as const).flatMap(direction =>
    new Field(object).get('spec', direction).items.map(rule => ({ direction, rule }))
  )
}

/** For the examples of pages. */
export function calicoPolicy(spec: string): string {
  return `apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
${spec}`
}
