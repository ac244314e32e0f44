import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { podsOfService } from '../shared/workspace-pods.ts'

const manifests = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
`

export default defineRule<Service>({
  id: 'service/headless-of-one-pod',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'hint',
  optIn: true,
  tags: ['service', 'dns'],
  what: 'A headless Service has one Pod.',
  why: 'Its name answers with one address, so clients that choose among the answers have nothing to choose.',
  todo: 'Run several Pods where a look-up is to show more than one address.',
  docs: {
    bad: manifests(1),
    good: manifests(3),
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#headless-services']
  },
  labs: ['dynamic-dns'],

  check({ manifest, workspace, report }) {
    const { clusterIP, selector = {} } = manifest.object.spec ?? {}
    if (clusterIP !== 'None' || Object.keys(selector).length === 0) return
    const [pod, another] = podsOfService(workspace, manifest, selector)
    const { kind = '', spec } = (pod?.manifest.object ?? {}) as {
      readonly kind?: string
      readonly spec?: { readonly replicas?: number }
    }
    if (!pod || another || spec?.replicas !== 1 || kind === 'DaemonSet') return
    report({
      at: ['spec', 'clusterIP'],
      part: 'value',
      message: `${describeManifest(pod.manifest)} has one replica.`,
      related: [{ manifest: pod.manifest, at: ['spec', 'replicas'], message: 'It is set here.' }]
    })
  }
})
