import { targetPortOf } from '../../model/int-or-string.ts'
import type { Container } from '../../model/pod.ts'
import type { Service } from '../../model/kinds.ts'
import { matchesLabels, type Labels } from '../../model/selector.ts'
import { podLabelsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { servicesBeside } from '../shared/service-port.ts'

export default defineRule({
  id: 'pod/binds-loopback',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'ports', 'service'],
  what: 'The program listens on the loopback of the Pod, and a Service sends traffic to it.',
  why: 'What listens on 127.0.0.1 is reached from inside the Pod only. Connections from elsewhere are refused, also those that a Service sends.',
  todo: 'Listen on 0.0.0.0, or on [::] for both address families.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec:
  containers:
    - name: shop
      image: shop
      args: [--listen=127.0.0.1:8080]
      ports: [{ containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 8080 }] }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec:
  containers:
    - name: shop
      image: shop
      args: [--listen=0.0.0.0:8080]
      ports: [{ containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 8080 }] }
`,
    see: ['https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/']
  },

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    for (const { container, at } of containersOf(pod.spec, pod.at))
      for (const field of ['args', 'command'] as const)
        for (const [i, text] of (container[field] ?? []).entries()) {
          const port = boundPort(text) ?? portOfPair(container[field] ?? [], i)
          if (port === undefined) continue
          const service = serviceOf(
            servicesBeside(workspace, manifest),
            podLabelsOf(manifest.object) ?? {},
            port,
            container
          )
          if (!service) continue
          report({
            at: [...at, field, i],
            part: 'value',
            message: `${describeManifest(service)} sends to ${port}, on which the program listens inside of the Pod only.`,
            related: [{ manifest: service, at: ['spec', 'ports'], message: 'Its ports are here.' }],
            fixes: [
              {
                title: 'Listen on every address',
                safe: false,
                preferred: true,
                change: edit =>
                  edit.set([...at, field, i], text.replace(/127\.0\.0\.1|localhost/, '0.0.0.0'))
              }
            ]
          })
        }
  }
})

/** The port of `--listen=127.0.0.1:8080` and its like: an option that says where to listen. */
function boundPort(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined
  const option =
    /^--?(?:[\w.-]*(?:listen|bind|addr|address|http)[\w.-]*)=(?:https?:\/\/)?(?:127\.0\.0\.1|localhost):(\d+)$/.exec(
      text
    )
  return option?.[1] === undefined ? undefined : Number(option[1])
}

/** The port of `--host 127.0.0.1 --port 8000`, the way web servers of Python and Node are told. */
function portOfPair(words: readonly unknown[], i: number): number | undefined {
  const text = words[i]
  const option = typeof text === 'string' ? /^--?(?:host|bind|address)=(.+)$/.exec(text) : null
  const isHost = option
    ? loopback.test(option[1] ?? '')
    : typeof text === 'string' && loopback.test(text) && isOption(words[i - 1])
  if (!isHost) return undefined
  for (const [j, word] of words.entries()) {
    const port = typeof word === 'string' ? /^--?port(?:=(\d+))?$/.exec(word) : null
    const value = port?.[1] ?? (port ? words[j + 1] : undefined)
    if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value)
  }
  return undefined
}

function isOption(word: unknown): boolean {
  return typeof word === 'string' && /^--?(?:host|bind|address)$/.test(word)
}

const loopback = /^(?:127\.0\.0\.1|localhost)$/

function serviceOf(
  services: readonly Manifest<Service>[],
  labels: Labels,
  port: number,
  { ports = [] }: Container
): Manifest<Service> | undefined {
  const names = ports.filter(one => one.containerPort === port).map(one => one.name)
  return services.find(({ object: { spec } }) => {
    const { selector = {}, ports: own = [] } = spec ?? {}
    if (Object.keys(selector).length === 0 || !matchesLabels(selector, labels)) return false
    return own.some(one => {
      const target = targetPortOf(one)
      return target === port || (typeof target === 'string' && names.includes(target))
    })
  })
}
