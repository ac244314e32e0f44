import { defineRule } from '../define-rule.ts'

const kinds = ['Service', 'Deployment', 'Ingress', 'Namespace', 'ConfigMap', 'Secret']

export default defineRule({
  id: 'multicluster/federation-retired',
  appliesTo: [
    ...kinds.map(kind => `types.kubefed.io/v1beta1/Federated${kind}`),
    'core.kubefed.io/v1beta1/KubeFedCluster',
    'core.kubefed.io/v1beta1/KubeFedConfig',
    'federation.k8s.io/v1beta1/Federation',
    'federation.k8s.io/v1beta1/Cluster',
    'federation/v1beta1/Cluster'
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['multicluster', 'removed'],
  what: 'The object is one of the federation of old.',
  why: 'The project has been archived, and no controller acts on such objects any more.',
  todo: 'Use a ServiceExport for Services, and a tool for several clusters for the rest.',
  docs: {
    bad: `apiVersion: types.kubefed.io/v1beta1
kind: FederatedService
metadata: { name: orders, namespace: shop }
spec: { template: { spec: { selector: { app: orders }, ports: [{ port: 80 }] } } }
`,
    good: `apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceExport
metadata: { name: orders, namespace: shop }
`,
    see: ['https://github.com/kubernetes-retired/kubefed']
  },

  check({ manifest, report }) {
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${manifest.gvk.kind} belongs to a project that is retired.`
    })
  }
})
