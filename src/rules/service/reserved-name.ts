import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/reserved-name',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'name'],
  what: 'The Service bears the name of the one by which Pods reach the API server.',
  why: 'The API server keeps Service kubernetes in namespace default itself and puts it back as it was. What is changed there is undone, and until then every client of the API inside the cluster loses it.',
  todo: 'Choose another name or another namespace.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: kubernetes, namespace: default }
spec:
  selector: { app: shop }
  ports: [{ port: 443 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop, namespace: default }
spec:
  selector: { app: shop }
  ports: [{ port: 443 }]
`,
    see: ['https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/']
  },

  check({ manifest, report }) {
    const { name, namespace } = manifest
    // Without a selector it is the Service itself, as read from a cluster.
    const isOwn = manifest.object.spec?.selector === undefined
    if (name !== 'kubernetes' || namespace !== 'default' || isOwn || manifest.partial) return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: 'Service default/kubernetes belongs to the API server.'
    })
  }
})
