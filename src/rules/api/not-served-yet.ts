import { defineRule } from '../define-rule.ts'
import { knownVersions, lifecycleOf, servedInstead } from '../shared/api-lifecycle.ts'

export default defineRule({
  id: 'api/not-served-yet',
  appliesTo: knownVersions,
  scope: 'manifest',
  severity: 'error',
  tags: ['api', 'version'],
  what: 'The Kubernetes that the manifests are for does not serve this version of the kind yet.',
  why: 'The API server answers that it knows no such kind, so nothing is created.',
  todo: 'Write a version that it serves, or raise the version that the manifests are checked for.',
  docs: {
    kubernetes: '1.20',
    bad: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: discovery.k8s.io/v1beta1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: [
      'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
      'https://kubernetes.io/releases/version-skew-policy/'
    ]
  },

  check({ manifest, kubernetesMinor, report }) {
    const { introduced = 0 } = lifecycleOf(manifest.key) ?? {}
    if (kubernetesMinor >= introduced) return
    const { apiVersion, kind } = manifest.object
    const earlier = servedInstead(manifest.gvk, kubernetesMinor)
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `${apiVersion} ${kind} is served since Kubernetes 1.${introduced}, and these manifests are for 1.${kubernetesMinor}.`,
      fixes:
        earlier === undefined
          ? []
          : [
              {
                title: `Use \`${earlier}\` (fields may have to be adapted)`,
                safe: false,
                change: edit => edit.set(['apiVersion'], earlier)
              }
            ]
    })
  }
})
