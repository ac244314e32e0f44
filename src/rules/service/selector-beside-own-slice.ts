import { serviceNameLabel, type EndpointSlice, type Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { isWrittenByHand } from '../shared/own-slices.ts'

export default defineRule<Service>({
  id: 'service/selector-beside-own-slice',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'endpoints'],
  what: 'A Service with a selector has an EndpointSlice that was written by hand.',
  why: 'For a selector the cluster makes EndpointSlices itself. The traffic is shared between those and the one written by hand, so some connections go to Pods and others to its addresses.',
  todo: 'Remove the selector when the addresses are meant, or the EndpointSlice when the Pods are.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  selector: { app: db }
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const { selector = {}, type } = manifest.object.spec ?? {}
    if (manifest.partial || type === 'ExternalName' || Object.keys(selector).length === 0) return
    const slices = workspace.all(
      'discovery.k8s.io/v1/EndpointSlice'
    ) as readonly Manifest<EndpointSlice>[]
    const own = slices.find(
      slice =>
        slice.object.metadata.labels?.[serviceNameLabel] === manifest.name &&
        slice.namespace === manifest.namespace &&
        slice.uri === manifest.uri &&
        isWrittenByHand(slice.object)
    )
    if (!own) return
    report({
      at: ['spec', 'selector'],
      part: 'key',
      message: `${describeManifest(own)} adds its addresses to the Pods that the selector finds.`,
      related: [{ manifest: own, at: ['endpoints'], message: 'Its addresses are here.' }],
      fixes: [
        {
          title: 'Remove the selector',
          safe: false,
          change: edit => edit.remove(['spec', 'selector'])
        }
      ]
    })
  }
})
