import { Field } from '../../base/field.ts'
import type { KubeObject } from '../../model/object.ts'

export const ciliumPolicyKeys = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].map(
  kind => `cilium.io/v2/${kind}`
)

/** Every rule of a policy, whichever way it goes and whether it allows or denies. */
export function ciliumRules(object: KubeObject): readonly Field[] {
  const root = new Field(object)
  return [root.get('spec'), ...root.get('specs').items].flatMap(spec =>
    ['ingress', 'egress', 'ingressDeny', 'egressDeny'].flatMap(key => spec.get(key).items)
  )
}
