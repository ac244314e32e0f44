import { defineRule } from '../define-rule.ts'
import { knownVersions, lifecycleOf, servedInstead } from '../shared/api-lifecycle.ts'

/** Kinds in whose move to the version that replaced it nothing but `apiVersion` has to change. */
const sameFields: ReadonlySet<string> = new Set([
  'networking.k8s.io/v1beta1/IngressClass',
  'networking.k8s.io/v1beta1/IPAddress',
  'networking.k8s.io/v1beta1/ServiceCIDR',
  'extensions/v1beta1/NetworkPolicy',
  'batch/v1beta1/CronJob',
  'autoscaling/v2beta2/HorizontalPodAutoscaler',
  'rbac.authorization.k8s.io/v1beta1/Role',
  'rbac.authorization.k8s.io/v1beta1/RoleBinding',
  'rbac.authorization.k8s.io/v1beta1/ClusterRole',
  'rbac.authorization.k8s.io/v1beta1/ClusterRoleBinding',
  'apiregistration.k8s.io/v1beta1/APIService',
  'coordination.k8s.io/v1beta1/Lease',
  'scheduling.k8s.io/v1beta1/PriorityClass',
  'storage.k8s.io/v1beta1/StorageClass',
  'storage.k8s.io/v1beta1/CSIDriver',
  'storage.k8s.io/v1beta1/CSIStorageCapacity',
  'storage.k8s.io/v1beta1/VolumeAttributesClass',
  'node.k8s.io/v1beta1/RuntimeClass',
  'flowcontrol.apiserver.k8s.io/v1beta1/FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1beta2/FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema',
  'admissionregistration.k8s.io/v1beta1/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1beta1/ValidatingAdmissionPolicyBinding'
])

export default defineRule({
  id: 'api/removed-version',
  appliesTo: knownVersions.filter(key => lifecycleOf(key)?.removed !== undefined),
  scope: 'manifest',
  severity: 'error',
  tags: ['api', 'deprecation'],
  what: 'Kubernetes serves this version of the kind no more.',
  why: 'The API server answers that it knows no such kind, so nothing is created.',
  todo: 'Move to the version that replaced it; some fields changed their place.',
  docs: {
    bad: `apiVersion: extensions/v1beta1
kind: Ingress
metadata: { name: shop }
spec:
  backend: { serviceName: shop, servicePort: 80 }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend:
    service: { name: shop, port: { number: 80 } }
`,
    see: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/']
  },

  check({ manifest, kubernetesMinor, report }) {
    const { removed = Infinity } = lifecycleOf(manifest.key) ?? {}
    if (kubernetesMinor < removed) return
    const replacement = servedInstead(manifest.gvk, kubernetesMinor)
    const { apiVersion, kind } = manifest.object
    const same = sameFields.has(manifest.key)
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${apiVersion} ${kind} is gone since Kubernetes 1.${removed}${replacement === undefined ? '' : `; it is ${replacement} now`}.`,
      ...(kind === 'PodSecurityPolicy' && {
        todo: 'Enforce the Pod Security Standards by labels on the namespace instead.'
      }),
      fixes:
        replacement === undefined
          ? []
          : [
              {
                title: `Use \`${replacement}\`${same ? '' : ' (fields have to be adapted)'}`,
                safe: same,
                preferred: same,
                change: edit => edit.set(['apiVersion'], replacement)
              }
            ]
    })
  }
})
