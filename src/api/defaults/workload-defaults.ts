import { isRecord, recordOf, type UnknownRecord } from '../../base/json.ts'
import { changed, templateDefaults } from './pod-defaults.ts'

/** `SetDefaults_Deployment` (pkg/apis/apps/v1). */
export function deploymentDefaults(spec: UnknownRecord): UnknownRecord {
  const numbers = { maxSurge: '25%', maxUnavailable: '25%' }
  return {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    strategy: strategyDefaults(spec.strategy, numbers),
    template: templateDefaults(spec.template)
  }
}

/** `SetDefaults_ReplicaSet`. */
export function replicaSetDefaults(spec: UnknownRecord): UnknownRecord {
  return { replicas: 1, ...spec, template: templateDefaults(spec.template) }
}

/** `SetDefaults_DaemonSet`. */
export function daemonSetDefaults(spec: UnknownRecord): UnknownRecord {
  const numbers = { maxSurge: 0, maxUnavailable: 1 }
  return {
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: strategyDefaults(spec.updateStrategy, numbers),
    template: templateDefaults(spec.template)
  }
}

/** `SetDefaults_StatefulSet`. */
export function statefulSetDefaults(spec: UnknownRecord): UnknownRecord {
  const filled = {
    replicas: 1,
    serviceName: '',
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    ...spec,
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...recordOf(spec.persistentVolumeClaimRetentionPolicy)
    },
    updateStrategy: strategyDefaults(spec.updateStrategy, { partition: 0, maxUnavailable: 1 }),
    template: templateDefaults(spec.template)
  }
  return changed(filled, ['volumeClaimTemplates'], claim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...claim,
    spec: { volumeMode: 'Filesystem', ...recordOf(claim.spec) },
    status: { phase: 'Pending' }
  }))
}

/** `SetDefaults_Job` (pkg/apis/batch/v1). */
export function jobDefaults(job: UnknownRecord): UnknownRecord {
  const spec = recordOf(job.spec)
  const own = recordOf(job.metadata)
  const { labels } = recordOf(recordOf(spec.template).metadata)
  // A Job without labels gets those of its Pods.
  const metadata =
    isRecord(own.labels) || !isRecord(labels) ? job.metadata : { ...own, labels: { ...labels } }
  return { ...job, metadata, spec: jobSpecDefaults(spec) }
}

function jobSpecDefaults(spec: UnknownRecord): UnknownRecord {
  const isCounted = spec.completions !== undefined || spec.parallelism !== undefined
  return {
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1,
    parallelism: 1,
    ...(isCounted ? {} : { completions: 1 }),
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: isRecord(spec.podFailurePolicy) ? 'Failed' : 'TerminatingOrFailed',
    ...spec,
    template: templateDefaults(spec.template)
  }
}

/** Numbers of a rolling update belong to that type alone. */
function strategyDefaults(value: unknown, numbers: UnknownRecord): UnknownRecord {
  const own = recordOf(value)
  const type = own.type ?? 'RollingUpdate'
  if (type !== 'RollingUpdate') return own
  return { ...own, type, rollingUpdate: { ...numbers, ...recordOf(own.rollingUpdate) } }
}
