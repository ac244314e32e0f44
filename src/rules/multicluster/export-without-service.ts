import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { servicesBeside } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'

const manifests = (name: string): string => `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { selector: { app: orders }, ports: [{ port: 80 }] }
---
apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceExport
metadata: { name: ${name}, namespace: shop }
`

export default defineRule({
  id: 'multicluster/export-without-service',
  appliesTo: ['v1alpha1', 'v1beta1'].map(
    version => `multicluster.x-k8s.io/${version}/ServiceExport`
  ),
  scope: 'workspace',
  severity: 'warning',
  tags: ['multicluster', 'reference'],
  what: 'What is exported is no Service here, while the one that is meant is.',
  why: 'A ServiceExport exports the Service of its own name and namespace. Without one no other cluster gets anything.',
  todo: 'Give the ServiceExport name and namespace of the Service.',
  docs: {
    bad: manifests('oders'),
    good: manifests('orders'),
    see: ['https://multicluster.sigs.k8s.io/concepts/multicluster-services-api/#exporting-services']
  },

  check({ manifest, workspace, report }) {
    const { name } = manifest
    if (name === undefined) return
    const beside = servicesBeside(workspace, manifest)
    if (beside.some(service => service.name === name)) return
    const slip = slipOf(
      name,
      beside.flatMap(service => service.name ?? [])
    )
    if (slip !== undefined) {
      report({
        at: ['metadata', 'name'],
        part: 'value',
        message: `There is no Service ${name} here; there is ${slip}.`,
        fixes: [
          {
            title: `Export \`${slip}\``,
            safe: false,
            preferred: true,
            change: edit => edit.set(['metadata', 'name'], slip)
          }
        ]
      })
      return
    }
    const [only, another] = workspace
      .all('v1/Service')
      .filter(service => service.name === name && folderOf(service.uri) === folderOf(manifest.uri))
    const there = only?.namespace
    if (another || there === undefined) return
    report({
      at: manifest.namespace === undefined ? ['metadata', 'name'] : ['metadata', 'namespace'],
      part: 'value',
      message: `The Service ${name} is in ${there}.`,
      fixes: [
        {
          title: `Export it from \`${there}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(['metadata', 'namespace'], there)
        }
      ]
    })
  }
})
