import { defineRule } from '../define-rule.ts'

interface Removal {
  /** The Kubernetes minor version that serves it no more. */
  readonly since: string
  readonly replacement: string
  /** Nothing but the version has to change. */
  readonly sameFields?: boolean
}

/** https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
const removed: Readonly<Record<string, Removal>> = {
  'extensions/v1beta1/Ingress': { since: '1.22', replacement: 'networking.k8s.io/v1' },
  'networking.k8s.io/v1beta1/Ingress': { since: '1.22', replacement: 'networking.k8s.io/v1' },
  'networking.k8s.io/v1beta1/IngressClass': {
    since: '1.22',
    replacement: 'networking.k8s.io/v1',
    sameFields: true
  },
  'extensions/v1beta1/NetworkPolicy': {
    since: '1.16',
    replacement: 'networking.k8s.io/v1',
    sameFields: true
  },
  'extensions/v1beta1/Deployment': { since: '1.16', replacement: 'apps/v1' },
  'extensions/v1beta1/DaemonSet': { since: '1.16', replacement: 'apps/v1' },
  'extensions/v1beta1/ReplicaSet': { since: '1.16', replacement: 'apps/v1' },
  'apps/v1beta1/Deployment': { since: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2/Deployment': { since: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2/DaemonSet': { since: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2/ReplicaSet': { since: '1.16', replacement: 'apps/v1' },
  'apps/v1beta1/StatefulSet': { since: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2/StatefulSet': { since: '1.16', replacement: 'apps/v1' },
  'discovery.k8s.io/v1beta1/EndpointSlice': { since: '1.25', replacement: 'discovery.k8s.io/v1' },
  'batch/v1beta1/CronJob': { since: '1.25', replacement: 'batch/v1', sameFields: true },
  'policy/v1beta1/PodDisruptionBudget': { since: '1.25', replacement: 'policy/v1' },
  'policy/v1beta1/PodSecurityPolicy': { since: '1.25', replacement: '' },
  'autoscaling/v2beta1/HorizontalPodAutoscaler': { since: '1.25', replacement: 'autoscaling/v2' },
  'autoscaling/v2beta2/HorizontalPodAutoscaler': {
    since: '1.26',
    replacement: 'autoscaling/v2',
    sameFields: true
  },
  'rbac.authorization.k8s.io/v1beta1/Role': {
    since: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
    sameFields: true
  },
  'rbac.authorization.k8s.io/v1beta1/RoleBinding': {
    since: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
    sameFields: true
  },
  'rbac.authorization.k8s.io/v1beta1/ClusterRole': {
    since: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
    sameFields: true
  },
  'rbac.authorization.k8s.io/v1beta1/ClusterRoleBinding': {
    since: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
    sameFields: true
  },
  'apiextensions.k8s.io/v1beta1/CustomResourceDefinition': {
    since: '1.22',
    replacement: 'apiextensions.k8s.io/v1'
  },
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration': {
    since: '1.22',
    replacement: 'admissionregistration.k8s.io/v1'
  },
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration': {
    since: '1.22',
    replacement: 'admissionregistration.k8s.io/v1'
  },
  'apiregistration.k8s.io/v1beta1/APIService': {
    since: '1.22',
    replacement: 'apiregistration.k8s.io/v1',
    sameFields: true
  },
  'certificates.k8s.io/v1beta1/CertificateSigningRequest': {
    since: '1.22',
    replacement: 'certificates.k8s.io/v1'
  },
  'coordination.k8s.io/v1beta1/Lease': {
    since: '1.22',
    replacement: 'coordination.k8s.io/v1',
    sameFields: true
  },
  'scheduling.k8s.io/v1beta1/PriorityClass': {
    since: '1.22',
    replacement: 'scheduling.k8s.io/v1',
    sameFields: true
  },
  'storage.k8s.io/v1beta1/StorageClass': {
    since: '1.22',
    replacement: 'storage.k8s.io/v1',
    sameFields: true
  },
  'storage.k8s.io/v1beta1/CSIDriver': {
    since: '1.22',
    replacement: 'storage.k8s.io/v1',
    sameFields: true
  },
  'storage.k8s.io/v1beta1/CSIStorageCapacity': {
    since: '1.27',
    replacement: 'storage.k8s.io/v1',
    sameFields: true
  },
  'node.k8s.io/v1beta1/RuntimeClass': {
    since: '1.25',
    replacement: 'node.k8s.io/v1',
    sameFields: true
  },
  'events.k8s.io/v1beta1/Event': { since: '1.25', replacement: 'events.k8s.io/v1' },
  'flowcontrol.apiserver.k8s.io/v1beta1/FlowSchema': {
    since: '1.26',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
    sameFields: true
  },
  'flowcontrol.apiserver.k8s.io/v1beta2/FlowSchema': {
    since: '1.29',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
    sameFields: true
  },
  'flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema': {
    since: '1.32',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
    sameFields: true
  },
  'flowcontrol.apiserver.k8s.io/v1beta2/PriorityLevelConfiguration': {
    since: '1.29',
    replacement: 'flowcontrol.apiserver.k8s.io/v1'
  },
  'flowcontrol.apiserver.k8s.io/v1beta3/PriorityLevelConfiguration': {
    since: '1.32',
    replacement: 'flowcontrol.apiserver.k8s.io/v1'
  }
}

export default defineRule({
  id: 'api/removed-version',
  appliesTo: Object.keys(removed),
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

  check({ manifest, report }) {
    const removal = removed[manifest.key]
    if (!removal) return
    const { since, replacement, sameFields = false } = removal
    const { apiVersion, kind } = manifest.object
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${apiVersion} ${kind} is gone since Kubernetes ${since}${replacement === '' ? '' : `; it is ${replacement} now`}.`,
      ...(replacement === '' && {
        todo: 'Enforce the Pod Security Standards by labels on the namespace instead.'
      }),
      fixes:
        replacement === ''
          ? []
          : [
              {
                title: `Use \`${replacement}\`${sameFields ? '' : ' (fields have to be adapted)'}`,
                safe: sameFields,
                preferred: sameFields,
                change: edit => edit.set(['apiVersion'], replacement)
              }
            ]
    })
  }
})
