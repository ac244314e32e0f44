import type { Node } from '../../model/kinds.ts'
import type { Pod } from '../../model/pod.ts'
import { matchesLabels } from '../../model/selector.ts'
import { type Backend, updateByController } from '../backend.ts'
import { recordEvent } from './events.ts'
import { withCondition, writeStatus } from './pods-of.ts'

/** Gives each waiting Pod to a node that its nodeSelector allows. */
export function schedulePods(backend: Backend): void {
  const nodes = backend.store.list('/nodes') as Node[]
  for (const pod of backend.store.list('/pods') as Pod[]) {
    if (pod.spec?.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) continue
    const node = nodes.find(
      one =>
        one.spec?.unschedulable !== true &&
        matchesLabels(pod.spec?.nodeSelector ?? {}, one.metadata.labels ?? {})
    )
    if (node) bind(backend, pod, node.metadata.name ?? '')
    else refuse(backend, pod, nodes.length)
  }
}

function bind(backend: Backend, pod: Pod, nodeName: string): void {
  const bound = updateByController(
    backend,
    { ...pod, spec: { ...pod.spec, nodeName } },
    '',
    'kube-scheduler'
  ) as Pod
  const conditions = withCondition(backend, pod.status?.conditions, {
    type: 'PodScheduled',
    status: 'True'
  })
  writeStatus(backend, bound, { ...bound.status, conditions }, 'kube-scheduler')
  recordEvent(backend, pod, {
    reason: 'Scheduled',
    message: `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''} to ${nodeName}`,
    component: 'default-scheduler'
  })
}

function refuse(backend: Backend, pod: Pod, nodes: number): void {
  const conditions = withCondition(backend, pod.status?.conditions, {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: `0/${nodes} nodes are available: ${nodes} node(s) didn't match Pod's node affinity/selector.`
  })
  writeStatus(backend, pod, { ...pod.status, conditions }, 'kube-scheduler')
}
