import { targetPortOf } from '../../model/int-or-string.ts'
import type { Service } from '../../model/kinds.ts'
import { declaredPortsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { podsOfService } from '../shared/workspace-pods.ts'

export default defineRule<Service>({
  id: 'service/target-port-ambiguous',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'ports'],
  what: 'The Service sends to a port by a name that two containers of the Pod bear.',
  why: 'A named target port means the first container that declares the name for the protocol. The port of the second container never gets any of the traffic.',
  todo: 'Give the ports different names, or name the target port by its number.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec:
  containers:
    - { name: proxy, image: proxy, ports: [{ name: http, containerPort: 8080 }] }
    - { name: shop, image: shop, ports: [{ name: http, containerPort: 3000 }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: http }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec:
  containers:
    - { name: proxy, image: proxy, ports: [{ name: http, containerPort: 8080 }] }
    - { name: shop, image: shop, ports: [{ name: app, containerPort: 3000 }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: http }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports']
  },

  check({ manifest, workspace, report }) {
    const { selector, ports = [], type } = manifest.object.spec ?? {}
    if (manifest.partial || !selector || type === 'ExternalName') return
    if (Object.keys(selector).length === 0) return
    for (const [i, port] of ports.entries()) {
      const target = targetPortOf(port)
      if (typeof target !== 'string') continue
      for (const pod of podsOfService(workspace, manifest, selector)) {
        const declared = declaredPortsOf(pod.spec).filter(
          one => one.name === target && (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP')
        )
        const numbers = [...new Set(declared.map(one => one.containerPort))]
        const [first, second] = numbers
        if (first === undefined || second === undefined) continue
        report({
          at: ['spec', 'ports', i, 'targetPort'],
          part: 'value',
          message: `In ${describeManifest(pod.manifest)} ${target} is both ${first} and ${second}; ${first} gets the traffic.`,
          related: [
            {
              manifest: pod.manifest,
              at: [...pod.template, 'spec', 'containers'],
              message: 'The containers are here.'
            }
          ],
          fixes: numbers.map(number => ({
            title: `Send to ${number}`,
            safe: false,
            change: edit => edit.set(['spec', 'ports', i, 'targetPort'], number)
          }))
        })
        break
      }
    }
  }
})
