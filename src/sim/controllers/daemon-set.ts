import type { Node } from '../../model/kinds.ts'
import { isPodReady } from '../../model/pod.ts'
import { matchesLabels } from '../../model/selector.ts'
import type { DaemonSet } from '../../model/workloads.ts'
import { type Backend, randomSuffix } from '../backend.ts'
import {
  activePods,
  claimedBy,
  createPod,
  deletePod,
  withoutZeros,
  writeStatus
} from './pods-of.ts'
import { hashLabel, templateHash } from './template-hash.ts'

/** Keeps one Pod of each DaemonSet on every node that its template may run on. */
export function reconcileDaemonSets(backend: Backend): void {
  const nodes = backend.store.list('/nodes') as Node[]
  for (const set of backend.store.list('apps/daemonsets') as DaemonSet[])
    reconcile(backend, set, nodes)
}

function reconcile(backend: Backend, set: DaemonSet, nodes: readonly Node[]): void {
  const template = set.spec?.template ?? {}
  const hash = templateHash(template)
  const name = set.metadata.name ?? ''
  const wanted = nodes.filter(node =>
    matchesLabels(template.spec?.nodeSelector ?? {}, node.metadata.labels ?? {})
  )
  const pods = activePods(claimedBy(backend, set, '/pods', set.spec?.selector ?? {}))
  const isCurrent = (labels: Readonly<Record<string, string>> | undefined): boolean =>
    labels?.[hashLabel] === hash
  if (set.metadata.deletionTimestamp === undefined) {
    for (const node of wanted) {
      const there = pods.filter(pod => pod.spec?.nodeName === node.metadata.name)
      if (there.length === 0)
        createPod(backend, set, `${name}-${randomSuffix(backend)}`, template, {
          generateName: `${name}-`,
          labels: { [hashLabel]: hash, 'controller-revision-hash': hash },
          spec: { nodeName: node.metadata.name }
        })
      for (const pod of there.filter(one => !isCurrent(one.metadata.labels)))
        deletePod(backend, pod)
    }
    for (const pod of pods)
      if (!wanted.some(node => node.metadata.name === pod.spec?.nodeName)) deletePod(backend, pod)
  }
  const live = activePods(claimedBy(backend, set, '/pods', set.spec?.selector ?? {}))
  const ready = live.filter(isPodReady).length
  writeStatus(backend, set, {
    currentNumberScheduled: live.length,
    desiredNumberScheduled: wanted.length,
    numberMisscheduled: 0,
    numberReady: ready,
    ...withoutZeros({
      numberAvailable: ready,
      numberUnavailable: wanted.length - ready,
      updatedNumberScheduled: live.filter(pod => isCurrent(pod.metadata.labels)).length,
      observedGeneration: set.metadata.generation
    })
  })
}
