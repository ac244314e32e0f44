import type { EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { isManagedByKubernetes, managedByLabel } from '../shared/own-slices.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/managed-by-controller',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['endpoints'],
  what: 'An EndpointSlice written by hand says that a controller of Kubernetes keeps it.',
  why: 'The controller looks at all slices with its own name in the label endpointslice.kubernetes.io/managed-by and removes those that it did not make.',
  todo: 'Put a name of your own into the label, such as the one of your team.',
  docs: {
    bad: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-1
  labels:
    kubernetes.io/service-name: db
    endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-1
  labels:
    kubernetes.io/service-name: db
    endpointslice.kubernetes.io/managed-by: shop-team
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'
    ]
  },

  check({ manifest, report }) {
    const slice = manifest.object
    if (manifest.partial || !isManagedByKubernetes(slice)) return
    // As read from a cluster it names its owner, or what the server has written.
    const { ownerReferences = [], generateName, uid } = slice.metadata
    if (ownerReferences.length > 0 || generateName !== undefined || uid !== undefined) return
    const at = ['metadata', 'labels', managedByLabel]
    report({
      at,
      part: 'value',
      message: 'The controller that is named here removes this EndpointSlice.',
      fixes: [
        {
          title: 'Remove the label',
          safe: false,
          preferred: true,
          change: edit => edit.remove(at)
        }
      ]
    })
  }
})
