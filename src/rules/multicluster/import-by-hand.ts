import { defineRule } from '../define-rule.ts'

export default defineRule({
  id: 'multicluster/import-by-hand',
  appliesTo: ['v1alpha1', 'v1beta1'].map(
    version => `multicluster.x-k8s.io/${version}/ServiceImport`
  ),
  scope: 'manifest',
  severity: 'hint',
  tags: ['multicluster'],
  what: 'A ServiceImport is written by hand.',
  why: 'The controller makes one in every cluster as soon as the Service is exported somewhere, and removes one that nobody exports.',
  todo: 'Write a ServiceExport in the cluster that has the Service.',
  docs: {
    bad: `apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceImport
metadata: { name: orders, namespace: shop }
spec: { type: ClusterSetIP, ports: [{ port: 80, protocol: TCP }] }
`,
    good: `apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceExport
metadata: { name: orders, namespace: shop }
`,
    see: ['https://multicluster.sigs.k8s.io/concepts/multicluster-services-api/#importing-services']
  },

  check({ manifest, report }) {
    report({
      at: ['kind'],
      part: 'value',
      message: `The ServiceImport ${manifest.name ?? ''} comes from a ServiceExport by itself.`
    })
  }
})
