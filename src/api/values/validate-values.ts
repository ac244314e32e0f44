import { gvkKey, gvkOf, type KubeObject } from '../../model/object.ts'
import type { FieldError } from '../field-error.ts'
import { ingressValues } from './ingress-values.ts'
import { metadataValues } from './metadata-values.ts'
import { networkPolicyValues } from './network-policy-values.ts'
import { serviceValues } from './service-values.ts'
import { ValueChecker } from './value-checker.ts'
import { podValues, workloadValues } from './workload-values.ts'

type KindRules = (object: KubeObject, checker: ValueChecker) => void

const rulesOfKind: Readonly<Record<string, KindRules>> = {
  'networking.k8s.io/v1/NetworkPolicy': networkPolicyValues,
  'networking.k8s.io/v1/Ingress': ingressValues,
  'v1/Service': serviceValues,
  'v1/Pod': (object, checker) => podValues(object.spec, ['spec'], checker),
  'apps/v1/Deployment': workloadValues,
  'apps/v1/ReplicaSet': workloadValues,
  'apps/v1/StatefulSet': workloadValues,
  'apps/v1/DaemonSet': workloadValues
}

/** The value rules that the API server has for all objects and for the kind of this one. */
export function validateValues(
  object: KubeObject,
  options: { readonly partial?: boolean }
): readonly FieldError[] {
  const checker = new ValueChecker(options.partial ?? false)
  metadataValues(object, checker)
  rulesOfKind[gvkKey(gvkOf(object))]?.(object, checker)
  return checker.errors
}
