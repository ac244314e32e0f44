import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { servicesNamed } from '../shared/service-port.ts'

const manifests = (spec: string): string => `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { ${spec}, ports: [{ port: 5432 }] }
---
apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceExport
metadata: { name: db, namespace: shop }
`

export default defineRule({
  id: 'multicluster/exports-external-name',
  appliesTo: ['v1alpha1', 'v1beta1'].map(
    version => `multicluster.x-k8s.io/${version}/ServiceExport`
  ),
  scope: 'workspace',
  severity: 'warning',
  tags: ['multicluster', 'service'],
  what: 'A Service that is only a name is exported.',
  why: 'A Service of type ExternalName has no endpoints to share; the export stays invalid.',
  todo: 'Write the Service in every cluster, or export one with endpoints.',
  docs: {
    bad: manifests('type: ExternalName, externalName: db.example'),
    good: manifests('selector: { app: db }'),
    see: [
      'https://github.com/kubernetes/enhancements/tree/master/keps/sig-multicluster/1645-multi-cluster-services-api#exporting-services'
    ]
  },

  check({ manifest, workspace, report }) {
    const [service, another] = servicesNamed(workspace, manifest, manifest.name ?? '')
    if (!service || another || service.object.spec?.type !== 'ExternalName') return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: `${describeManifest(service)} is of type ExternalName and can't be exported.`,
      related: [{ manifest: service, at: ['spec', 'type'], message: 'Its type is here.' }]
    })
  }
})
