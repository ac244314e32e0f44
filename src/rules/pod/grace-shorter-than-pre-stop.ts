import { itemsOf, recordOf } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

/** What a Pod gets that says nothing. */
const usualGrace = 30

export default defineRule({
  id: 'pod/grace-shorter-than-pre-stop',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'shutdown'],
  what: 'The preStop hook sleeps for as long as the Pod gets to end, or longer.',
  why: 'The seconds of terminationGracePeriodSeconds begin before the preStop hook. When they are over the container is killed: it never sees SIGTERM and its open connections are cut.',
  todo: 'Let terminationGracePeriodSeconds be the sleep and the time that the program needs to end.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  terminationGracePeriodSeconds: 10
  containers:
    - name: shop
      image: shop
      lifecycle: { preStop: { exec: { command: [sleep, "15"] } } }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  terminationGracePeriodSeconds: 45
  containers:
    - name: shop
      image: shop
      lifecycle: { preStop: { exec: { command: [sleep, "15"] } } }
`,
    see: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    const grace = pod.spec.terminationGracePeriodSeconds ?? usualGrace
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const { lifecycle } = container as { readonly lifecycle?: unknown }
      const { exec, sleep } = recordOf(recordOf(lifecycle).preStop)
      const command = itemsOf(recordOf(exec).command)
      const seconds = Number(recordOf(sleep).seconds ?? sleepOf(command))
      if (!(seconds >= grace)) continue
      report({
        at: [...at, 'lifecycle', 'preStop'],
        part: 'key',
        message: `The hook sleeps ${seconds} seconds, and the Pod is killed after ${grace}.`,
        fixes: [
          {
            title: `Give the Pod ${seconds + usualGrace} seconds`,
            safe: false,
            preferred: true,
            change: edit =>
              edit.set([...pod.at, 'terminationGracePeriodSeconds'], seconds + usualGrace)
          }
        ]
      })
    }
  }
})

/** Seconds of a hook that does nothing but sleep, as `sleep 15` or in a shell. */
function sleepOf(command: readonly unknown[]): string | undefined {
  return /(?:^|[\s;&/])sleep\s+(\d+)s?(?:$|[\s;&])/.exec(command.join(' '))?.[1]
}
