import { gvkKey, gvkOf, type GroupVersionKind, type KubeObject } from '../../model/object.ts'
import type { FieldError } from '../field-error.ts'
import { configMapValues } from './config-map-values.ts'
import { daemonSetValues } from './daemon-set-values.ts'
import { deploymentValues } from './deployment-values.ts'
import { endpointSliceValues } from './endpoint-slice-values.ts'
import { endpointsValues } from './endpoints-values.ts'
import { gatewayValues } from './gateway-values.ts'
import { ingressClassValues } from './ingress-class-values.ts'
import { ingressValues } from './ingress-values.ts'
import { jobValues } from './job-values.ts'
import { metadataValues } from './metadata-values.ts'
import { namespaceValues } from './namespace-values.ts'
import { networkPolicyValues } from './network-policy-values.ts'
import { podValues } from './pod-values.ts'
import { replicaSetValues } from './replica-set-values.ts'
import { serviceValues } from './service-values.ts'
import { statefulSetValues } from './stateful-set-values.ts'
import { ValueChecker } from './value-checker.ts'

type KindRules = (object: KubeObject, checker: ValueChecker) => void

const rulesOfKind: Readonly<Record<string, KindRules>> = {
  'v1/Namespace': namespaceValues,
  'v1/Pod': podValues,
  'v1/Service': serviceValues,
  'v1/ConfigMap': configMapValues,
  'v1/Endpoints': endpointsValues,
  'v1/ServiceAccount': () => undefined,
  'apps/v1/Deployment': deploymentValues,
  'apps/v1/ReplicaSet': replicaSetValues,
  'apps/v1/StatefulSet': statefulSetValues,
  'apps/v1/DaemonSet': daemonSetValues,
  'batch/v1/Job': jobValues,
  'discovery.k8s.io/v1/EndpointSlice': endpointSliceValues,
  'gateway.networking.k8s.io/v1/Gateway': gatewayValues,
  'networking.k8s.io/v1/Ingress': ingressValues,
  'networking.k8s.io/v1/IngressClass': ingressClassValues,
  'networking.k8s.io/v1/NetworkPolicy': networkPolicyValues
}

/** Kinds whose rules are complete, so that the schema has nothing to add to them. */
export function hasValueRules(gvk: GroupVersionKind): boolean {
  return Object.hasOwn(rulesOfKind, gvkKey(gvk))
}

/** The value rules that the API server has for all objects and for the kind of this one. */
export function validateValues(
  object: KubeObject,
  options: {
    readonly partial?: boolean | undefined
    readonly builtIn: boolean
    readonly isNew: boolean
  }
): readonly FieldError[] {
  const checker = new ValueChecker(options.partial ?? false, options.builtIn, options.isNew)
  metadataValues(object, checker)
  rulesOfKind[gvkKey(gvkOf(object))]?.(object, checker)
  return checker.errors
}
