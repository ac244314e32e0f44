import { isRecord } from '../../base/json.ts'
import { gvkKey, gvkOf, type GroupVersionKind, type KubeObject } from '../../model/object.ts'
import type { FieldError } from '../field-error.ts'
import { ipAddressValues, nodeValues, serviceCidrValues } from './address-range-values.ts'
import { mutatingPolicyValues, validatingPolicyValues } from './admission-policy-values.ts'
import { mutatingBindingValues, validatingBindingValues } from './policy-binding-values.ts'
import { apiServiceValues } from './api-service-values.ts'
import { signingRequestValues } from './signing-request-values.ts'
import { leaseValues } from './lease-values.ts'
import { eventValues } from './event-values.ts'
import { runtimeClassValues } from './runtime-class-values.ts'
import { priorityClassValues } from './priority-class-values.ts'
import { podTemplateObjectValues } from './pod-template-values.ts'
import { autoscalerValues } from './autoscaler-values.ts'
import { claimSpecValues, storageClassValues } from './claim-values.ts'
import { configMapValues } from './config-map-values.ts'
import { cronJobValues } from './cron-job-values.ts'
import { customDefinitionValues } from './custom-definition-values.ts'
import { daemonSetValues } from './daemon-set-values.ts'
import { deploymentValues } from './deployment-values.ts'
import { disruptionBudgetValues } from './disruption-budget-values.ts'
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
import { limitRangeValues, quotaValues } from './quota-values.ts'
import { replicaSetValues } from './replica-set-values.ts'
import { replicationControllerValues } from './replication-controller-values.ts'
import { roleBindingValues, roleValues } from './role-values.ts'
import { scaleValues } from './scale-values.ts'
import { secretValues } from './secret-values.ts'
import { serviceValues } from './service-values.ts'
import { statefulSetValues } from './stateful-set-values.ts'
import { ValueChecker } from './value-checker.ts'
import { volumeObjectValues } from './volume-object-values.ts'
import { webhookValues } from './webhook-values.ts'

type KindRules = (object: KubeObject, checker: ValueChecker) => void

const rulesOfKind: Readonly<Record<string, KindRules>> = {
  'v1/Namespace': namespaceValues,
  'v1/Pod': podValues,
  'v1/Service': serviceValues,
  'v1/ConfigMap': configMapValues,
  'v1/Endpoints': endpointsValues,
  'v1/PodTemplate': podTemplateObjectValues,
  'v1/ReplicationController': replicationControllerValues,
  'v1/ServiceAccount': () => undefined,
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy': mutatingPolicyValues,
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding': mutatingBindingValues,
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy': validatingPolicyValues,
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding': validatingBindingValues,
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': webhookValues,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': webhookValues,
  'apiextensions.k8s.io/v1/CustomResourceDefinition': customDefinitionValues,
  'apiregistration.k8s.io/v1/APIService': apiServiceValues,
  'apps/v1/Deployment': deploymentValues,
  'apps/v1/ReplicaSet': replicaSetValues,
  'apps/v1/StatefulSet': statefulSetValues,
  'apps/v1/DaemonSet': daemonSetValues,
  'batch/v1/CronJob': cronJobValues,
  'batch/v1/Job': jobValues,
  'certificates.k8s.io/v1/CertificateSigningRequest': signingRequestValues,
  'coordination.k8s.io/v1/Lease': leaseValues,
  'discovery.k8s.io/v1/EndpointSlice': endpointSliceValues,
  'events.k8s.io/v1/Event': eventValues,
  'gateway.networking.k8s.io/v1/Gateway': gatewayValues,
  'gateway.networking.k8s.io/v1beta1/Gateway': gatewayValues,
  'networking.k8s.io/v1/Ingress': ingressValues,
  'networking.k8s.io/v1/IngressClass': ingressClassValues,
  'networking.k8s.io/v1/NetworkPolicy': networkPolicyValues,
  'node.k8s.io/v1/RuntimeClass': runtimeClassValues,
  'scheduling.k8s.io/v1/PriorityClass': priorityClassValues
}

/** Kinds of which the commonest rules are known; what their schema says holds as well. */
const someRulesOfKind: Readonly<Record<string, KindRules>> = {
  'v1/PersistentVolumeClaim': ({ spec }, checker) => {
    if (isRecord(spec) || !checker.partial) claimSpecValues(spec, ['spec'], checker)
  },
  'v1/PersistentVolume': volumeObjectValues,
  'v1/Secret': secretValues,
  'autoscaling/v1/HorizontalPodAutoscaler': autoscalerValues,
  'autoscaling/v2/HorizontalPodAutoscaler': autoscalerValues,
  'policy/v1/PodDisruptionBudget': disruptionBudgetValues,
  'rbac.authorization.k8s.io/v1/ClusterRole': roleValues,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': roleBindingValues,
  'rbac.authorization.k8s.io/v1/Role': roleValues,
  'rbac.authorization.k8s.io/v1/RoleBinding': roleBindingValues,
  'storage.k8s.io/v1/StorageClass': storageClassValues,
  'monitoring.coreos.com/v1/Alertmanager': scaleValues(['spec', 'replicas']),
  'monitoring.coreos.com/v1/Prometheus': scaleValues(['spec', 'shards']),
  'monitoring.coreos.com/v1alpha1/PrometheusAgent': scaleValues(['spec', 'shards']),
  'networking.k8s.io/v1/IPAddress': ipAddressValues,
  'networking.k8s.io/v1/ServiceCIDR': serviceCidrValues,
  'v1/LimitRange': limitRangeValues,
  'v1/Node': nodeValues,
  'v1/ResourceQuota': quotaValues
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
    readonly namespaced: boolean
  }
): readonly FieldError[] {
  const checker = new ValueChecker(options.partial ?? false, options.builtIn, options.isNew)
  metadataValues(object, checker, options.namespaced)
  const key = gvkKey(gvkOf(object))
  const rules = rulesOfKind[key] ?? someRulesOfKind[key]
  rules?.(object, checker)
  return checker.errors
}
