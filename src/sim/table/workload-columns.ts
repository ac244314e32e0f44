import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Pod } from '../../model/pod.ts'
import type { Deployment } from '../../model/workloads.ts'
import {
  age,
  type Column,
  containersWide,
  countAt,
  durationText,
  labelsText,
  nameColumn,
  selectorWide,
  text
} from './column.ts'

export const workloadColumns: Readonly<Record<string, readonly Column[]>> = {
  '/pods': [
    nameColumn,
    { name: 'Ready', cell: pod => readyText(pod as Pod) },
    { name: 'Status', cell: pod => podStatusText(pod as Pod) },
    { name: 'Restarts', cell: pod => String(restartsOf(pod as Pod)) },
    age,
    text('IP', ['status', 'podIP'], true),
    text('Node', ['spec', 'nodeName'], true),
    text('Nominated Node', ['status', 'nominatedNodeName'], true),
    { name: 'Readiness Gates', wide: true, cell: pod => gatesText(pod as Pod) }
  ],
  'apps/deployments': [
    nameColumn,
    {
      name: 'Ready',
      cell: object => {
        const { spec, status } = object as Deployment
        return `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`
      }
    },
    { ...countAt('Up-to-date', ['status', 'updatedReplicas']), type: 'string' },
    { ...countAt('Available', ['status', 'availableReplicas']), type: 'string' },
    age,
    ...containersWide,
    selectorWide
  ],
  'apps/replicasets': [
    nameColumn,
    countAt('Desired', ['spec', 'replicas']),
    countAt('Current', ['status', 'replicas']),
    countAt('Ready', ['status', 'readyReplicas']),
    age,
    ...containersWide,
    selectorWide
  ],
  'apps/statefulsets': [
    nameColumn,
    {
      name: 'Ready',
      cell: object => {
        const { spec, status } = object as Deployment
        return `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`
      }
    },
    age,
    ...containersWide
  ],
  'apps/daemonsets': [
    nameColumn,
    countAt('Desired', ['status', 'desiredNumberScheduled']),
    countAt('Current', ['status', 'currentNumberScheduled']),
    countAt('Ready', ['status', 'numberReady']),
    countAt('Up-to-date', ['status', 'updatedNumberScheduled']),
    countAt('Available', ['status', 'numberAvailable']),
    {
      name: 'Node Selector',
      cell: object => {
        const template = recordOf(recordOf(object.spec).template)
        return labelsText(recordOf(recordOf(template.spec).nodeSelector) as Record<string, string>)
      }
    },
    age,
    ...containersWide,
    selectorWide
  ],
  'batch/jobs': [
    nameColumn,
    { name: 'Status', cell: jobStatusText },
    {
      name: 'Completions',
      cell: job => {
        const done = recordOf(job.status).succeeded
        const wanted = recordOf(job.spec).completions
        return `${typeof done === 'number' ? done : 0}/${typeof wanted === 'number' ? wanted : 1}`
      }
    },
    { name: 'Duration', cell: jobDurationText },
    age,
    ...containersWide,
    selectorWide
  ]
}

function readyText(pod: Pod): string {
  const ready = (pod.status?.containerStatuses ?? []).filter(one => one.ready === true).length
  return `${ready}/${pod.spec?.containers?.length ?? 0}`
}

function restartsOf(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce(
    (total, one) => total + (one.restartCount ?? 0),
    0
  )
}

/** The word under STATUS: the phase, unless a container or a deletion has more to say. */
export function podStatusText(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating'
  let word = pod.status?.reason ?? pod.status?.phase ?? 'Unknown'
  for (const { state } of pod.status?.containerStatuses ?? []) {
    const waiting = recordOf(recordOf(state).waiting).reason
    const terminated = recordOf(recordOf(state).terminated).reason
    if (typeof waiting === 'string') word = waiting
    else if (typeof terminated === 'string') word = terminated
  }
  return word
}

function gatesText(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  const open = gates.filter(gate =>
    pod.status?.conditions?.some(one => one.type === gate.conditionType && one.status === 'True')
  )
  return `${open.length}/${gates.length}`
}

function jobStatusText(job: KubeObject): string {
  const conditions = recordOf(job.status).conditions
  const list = Array.isArray(conditions) ? conditions.map(recordOf) : []
  const is = (type: string): boolean => list.some(one => one.type === type && one.status === 'True')
  if (is('Complete')) return 'Complete'
  if (is('Failed')) return 'Failed'
  return job.metadata.deletionTimestamp === undefined ? 'Running' : 'Terminating'
}

function jobDurationText(job: KubeObject, now: number): string {
  const { startTime, completionTime } = recordOf(job.status)
  if (typeof startTime !== 'string') return ''
  const end = typeof completionTime === 'string' ? Date.parse(completionTime) : now
  return durationText(end - Date.parse(startTime))
}
