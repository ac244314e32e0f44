import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { networkRequestsOf } from '../shared/multus.ts'
import { podsOfService } from '../shared/workspace-pods.ts'

const manifests = (annotation: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: video
  namespace: shop
  labels: { app: video }
${annotation}spec: { containers: [{ name: video, image: "registry.example/video:1.0" }] }
---
apiVersion: v1
kind: Service
metadata: { name: video, namespace: shop }
spec: { selector: { app: video }, ports: [{ port: 80 }] }
`

export default defineRule<Service>({
  id: 'multus/service-on-main-network',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'hint',
  optIn: true,
  tags: ['multus', 'service'],
  what: 'A Service sends to Pods that have further networks.',
  why: 'Endpoints are the addresses that Pods have on the network of the cluster; what they have on a network of Multus is never among them.',
  todo: 'Nothing, when the network of the cluster is meant. For the other one use its addresses, or EndpointSlices of your own.',
  docs: {
    bad: manifests('  annotations: { k8s.v1.cni.cncf.io/networks: lab-net }\n'),
    good: manifests(''),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },
  labs: ['multus'],

  check({ manifest, workspace, report }) {
    const { selector = {} } = manifest.object.spec ?? {}
    const annotations = manifest.object.metadata.annotations ?? {}
    // A controller for such Services reads which network is meant.
    if (annotations['k8s.v1.cni.cncf.io/service-network'] !== undefined) return
    if (Object.keys(selector).length === 0) return
    const pod = podsOfService(workspace, manifest, selector).find(
      one => (networkRequestsOf(one.manifest)?.requests.length ?? 0) > 0
    )
    if (pod)
      report({
        at: ['spec', 'selector'],
        part: 'key',
        message: `${describeManifest(pod.manifest)} has further networks, which the Service does not use.`,
        related: [{ manifest: pod.manifest, at: pod.template, message: 'The Pod is here.' }]
      })
  }
})
