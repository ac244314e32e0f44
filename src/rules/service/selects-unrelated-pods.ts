import { targetPortOf } from '../../model/int-or-string.ts'
import type { Service, ServicePort } from '../../model/kinds.ts'
import { declaredPortsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { podsOfService, type PodSource } from '../shared/workspace-pods.ts'

export default defineRule<Service>({
  id: 'service/selects-unrelated-pods',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'selector', 'ports'],
  what: 'The selector also takes in Pods that do not have the port of the Service.',
  why: 'Every Pod with the labels becomes an endpoint when the target port is a number. Connections that go to a Pod which does not listen on it are refused, so some requests fail and others do not.',
  todo: 'Select by one label more, one that only the Pods which serve the port have.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: shop, tier: web } }
spec:
  containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }]
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: shop, tier: db } }
spec:
  containers: [{ name: db, image: db, ports: [{ containerPort: 5432 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080 }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: shop, tier: web } }
spec:
  containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }]
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: shop, tier: db } }
spec:
  containers: [{ name: db, image: db, ports: [{ containerPort: 5432 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: shop, tier: web }
  ports: [{ port: 80, targetPort: 8080 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/']
  },

  check({ manifest, workspace, report }) {
    const { selector, ports = [], type } = manifest.object.spec ?? {}
    if (manifest.partial || !selector || type === 'ExternalName') return
    if (Object.keys(selector).length === 0) return
    const pods = podsOfService(workspace, manifest, selector)
    // Versions of one application in several files are not all applied.
    const here = pods.filter(pod => pod.manifest.uri === manifest.uri)
    if (here.length < 2) return
    const port = ports.find(one => typeof targetPortOf(one) === 'number')
    if (!port || ports.length > 1) return
    const without = here.filter(pod => lacks(pod, port))
    const [stranger] = without
    if (!stranger || without.length === here.length) return
    if (!here.some(pod => has(pod, port))) return
    const key = distinguishingLabel(here, without)
    report({
      at: ['spec', 'selector'],
      part: 'key',
      message: `${describeManifest(stranger.manifest)} is selected too and declares no port ${targetPortOf(port)}.`,
      related: [
        {
          manifest: stranger.manifest,
          at: [...stranger.template, 'metadata', 'labels'],
          message: 'It has all labels of the selector.'
        }
      ],
      fixes: key
        ? [
            {
              title: `Select ${key[0]}=${key[1]} too`,
              safe: false,
              preferred: true,
              change: edit => edit.insert(['spec', 'selector'], key[0], key[1])
            }
          ]
        : []
    })
  }
})

function has({ spec }: PodSource, port: ServicePort): boolean {
  return declaredPortsOf(spec).some(one => one.containerPort === targetPortOf(port))
}

/** Says all of its ports, and this one is not among them. */
function lacks(pod: PodSource, port: ServicePort): boolean {
  const containers = pod.spec.containers ?? []
  return (
    containers.length > 0 &&
    containers.every(({ ports = [] }) => ports.length > 0) &&
    !has(pod, port)
  )
}

/** A label that all Pods with the port share and none of the others has. */
function distinguishingLabel(
  pods: readonly PodSource[],
  strangers: readonly PodSource[]
): readonly [string, string] | undefined {
  const meant = pods.filter(pod => !strangers.includes(pod))
  return Object.entries(meant[0]?.labels ?? {}).find(
    ([key, value]) =>
      meant.every(pod => pod.labels[key] === value) &&
      strangers.every(pod => pod.labels[key] !== value)
  )
}
