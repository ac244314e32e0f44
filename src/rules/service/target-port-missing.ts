import { targetPortOf } from '../../model/int-or-string.ts'
import type { Service } from '../../model/kinds.ts'
import { declaredPortsOf, resolvePort } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import type { FixPlan } from '../report.ts'
import { podsOfService, type PodSource } from '../shared/workspace-pods.ts'

export default defineRule<Service>({
  id: 'service/target-port-missing',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'ports'],
  what: 'None of the selected Pods has the port that the Service sends to.',
  why: 'A port by name that no container declares gives the Service no endpoint. A port by number that nothing listens on refuses every connection; what a container declares is only information, so a number is a suspicion, not a proof.',
  todo: 'Let targetPort name or number the port on which the container listens. Without targetPort it is the same as port.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec:
  containers:
    - name: web
      image: nginx
      ports: [{ name: http, containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: web }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec:
  containers:
    - name: web
      image: nginx
      ports: [{ name: http, containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports']
  },

  check({ manifest, workspace, report }) {
    const { selector, ports = [], type } = manifest.object.spec ?? {}
    if (manifest.partial || !selector || type === 'ExternalName') return
    if (Object.keys(selector).length === 0) return
    const pods = podsOfService(workspace, manifest, selector)
    const [first] = pods
    if (!first) return
    const declared = pods.flatMap(pod => declaredPortsOf(pod.spec))
    // A port whose number cannot be read may be the one that is meant.
    if (declared.some(one => (one.containerPort as number | undefined) === undefined)) return
    for (const [i, port] of ports.entries()) {
      const target = targetPortOf(port)
      const protocol = port.protocol ?? 'TCP'
      const found = pods.some(pod =>
        typeof target === 'string'
          ? resolvePort(pod.spec, target, protocol) !== undefined
          : declaredPortsOf(pod.spec).some(one => one.containerPort === target)
      )
      // Most images declare nothing, and then a number can't be compared with anything.
      if (found || (typeof target === 'number' && !pods.every(declaresAll))) continue
      const choices = [...new Set(declared.map(one => one.name ?? one.containerPort))]
      const written = port.targetPort !== undefined
      report({
        at: ['spec', 'ports', i, written ? 'targetPort' : 'port'],
        part: 'value',
        message: `The Pods of ${describeManifest(first.manifest)} declare no port ${target}; they declare ${choices.join(', ') || 'none'}.`,
        severity: typeof target === 'string' || isPlain(ports, declared) ? 'warning' : 'hint',
        related: [
          {
            manifest: first.manifest,
            at: [...first.template, 'spec', 'containers'],
            message: 'The containers are here.'
          }
        ],
        fixes: choices.slice(0, 4).map((choice): FixPlan => ({
          title: `Send to ${choice}`,
          safe: false,
          preferred: choices.length === 1,
          change: edit =>
            written
              ? edit.set(['spec', 'ports', i, 'targetPort'], choice)
              : edit.insert(['spec', 'ports', i], 'targetPort', choice, 'port')
        }))
      })
    }
  }
})

/** Whether every container says something of its ports, so that the ports may be all there are. */
function declaresAll({ spec }: PodSource): boolean {
  return (spec.containers ?? []).every(({ ports = [] }) => ports.length > 0)
}

/** One port here and one there, which is no side door such as metrics: the two can only be meant for each other. */
function isPlain(
  ports: readonly unknown[],
  declared: readonly { readonly name?: string; readonly containerPort: number }[]
): boolean {
  const numbers = new Set(declared.map(one => one.containerPort))
  return (
    ports.length === 1 &&
    numbers.size === 1 &&
    !declared.some(one => /metric|prom|health|probe|admin|debug/.test(one.name ?? ''))
  )
}
