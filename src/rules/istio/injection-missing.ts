import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { istioObjects, specOf } from '../shared/istio.ts'
import { workspacePods } from '../shared/workspace-pods.ts'

const manifests = (labels: string): string => `apiVersion: v1
kind: Namespace
metadata: { name: shop${labels} }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http: [{ route: [{ destination: { host: web } }] }]
`

const marks = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode']

export default defineRule({
  id: 'istio/injection-missing',
  appliesTo: ['v1/Namespace'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'namespace'],
  what: 'Routes of a mesh are in a namespace whose Pods do not take part in it.',
  why: 'The proxy of the caller does the routing. Pods of a namespace without the label get no proxy, so their requests go to the Service as if there were no route.',
  todo: 'Add the label `istio-injection: enabled`, or the one of your revision, and create the Pods anew.',
  docs: {
    bad: manifests(''),
    good: manifests(', labels: { istio-injection: enabled }'),
    see: ['https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/']
  },
  labs: ['canary-with-a-mesh', 'service-mesh'],

  check({ manifest, workspace, report }) {
    const { name, partial, object } = manifest
    const { labels = {} } = object.metadata
    if (partial || name === undefined || marks.some(key => labels[key] !== undefined)) return
    const route = istioObjects(workspace, 'VirtualService').find(one => {
      const gateways = specOf(one).get('gateways').texts
      return one.namespace === name && (gateways.length === 0 || gateways.includes('mesh'))
    })
    const takesPart = workspace
      .derive(workspacePods)
      .some(
        pod =>
          pod.namespace === name && Object.keys(pod.labels).some(key => key.includes('istio.io/'))
      )
    if (!route || takesPart) return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: `${describeManifest(route)} is for callers in a mesh, and Pods of ${name} are not in one.`,
      related: [{ manifest: route, at: ['spec', 'hosts'], message: 'The route is here.' }],
      fixes: [
        {
          title: 'Add the label `istio-injection: enabled`',
          safe: false,
          preferred: true,
          change: edit => edit.set(['metadata', 'labels', 'istio-injection'], 'enabled')
        }
      ]
    })
  }
})
