import { Field } from '../../base/field.ts'
import type { KubeObject } from '../../model/object.ts'

export const ciliumPolicyKeys = [
  'cilium.io/v2/CiliumNetworkPolicy',
  'cilium.io/v2/CiliumClusterwideNetworkPolicy'
]

/** The rules of a policy: `spec`, and the items of `specs`. */
export function ciliumSpecs(object: KubeObject): readonly Field[] {
  const root = new Field(object)
  return [root.get('spec'), ...root.get('specs').items].filter(spec => spec.isMap)
}

export const directions = ['ingress', 'ingressDeny', 'egress', 'egressDeny'] as const

/** Every entry of the four lists of a rule. */
export function ciliumEntries(
  spec: Field
): readonly { readonly direction: (typeof directions)[number]; readonly entry: Field }[] {
  return directions.flatMap(direction =>
    spec.get(direction).items.map(entry => ({ direction, entry }))
  )
}

/** For the examples of pages. */
export function ciliumPolicy(rules: string): string {
  return `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: web } }
${rules}`
}
