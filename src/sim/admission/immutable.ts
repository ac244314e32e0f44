import { withoutFields } from '../../api/merge/without-fields.ts'
import type { FieldError } from '../../api/field-error.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, jsonEqual, recordOf, valueAt } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Resource } from '../registry.ts'

/** Fields that can't change once an object exists; each with the API server's own words. */
const immutableFields: Readonly<Record<string, readonly FieldPath[]>> = {
  'apps/deployments': [['spec', 'selector']],
  'apps/replicasets': [['spec', 'selector']],
  'apps/daemonsets': [['spec', 'selector']],
  'batch/jobs': [
    ['spec', 'completions'],
    ['spec', 'selector'],
    ['spec', 'template'],
    ['spec', 'completionMode']
  ],
  'discovery.k8s.io/endpointslices': [['addressType']],
  'networking.k8s.io/ingressclasses': [['spec', 'controller']],
  '/secrets': [['type']]
}

/** What a change may not do. */
export function immutableErrors(
  resource: Resource,
  before: KubeObject,
  after: KubeObject
): FieldError[] {
  const errors = (immutableFields[resource.key] ?? [])
    .filter(path => !jsonEqual(valueAt(before, path), valueAt(after, path)))
    .map(path => fieldIsImmutable(path, valueAt(after, path)))
  if (resource.key === '/pods') errors.push(...podErrors(before, after))
  if (resource.key === '/services') errors.push(...serviceErrors(before, after))
  if (resource.key === 'apps/statefulsets') errors.push(...statefulSetErrors(before, after))
  if (resource.key === '/configmaps' || resource.key === '/secrets')
    errors.push(...immutableDataErrors(before, after))
  return errors
}

function fieldIsImmutable(path: FieldPath, badValue: unknown): FieldError {
  return { type: 'invalid', path, badValue, detail: 'field is immutable', source: 'value' }
}

function podErrors(before: KubeObject, after: KubeObject): FieldError[] {
  if (jsonEqual(frozenPodSpec(before), frozenPodSpec(after))) return []
  return [
    {
      type: 'forbidden',
      path: ['spec'],
      detail:
        'pod updates may not change fields other than `spec.containers[*].image`,' +
        '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` ' +
        '(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` ' +
        '(allow it to be set to 1 if it was previously negative)',
      source: 'value'
    }
  ]
}

/** The Pod spec without the few fields that may change. */
function frozenPodSpec(pod: KubeObject): unknown {
  const spec = recordOf(pod.spec)
  const { containers, initContainers } = spec
  const frozen = withoutFields(
    spec,
    'activeDeadlineSeconds',
    'tolerations',
    'containers',
    'initContainers',
    'ephemeralContainers'
  )
  const withoutImage = (list: unknown): unknown[] =>
    itemsOf(list).map(container => withoutFields(recordOf(container), 'image'))
  return {
    ...frozen,
    containers: withoutImage(containers),
    initContainers: withoutImage(initContainers)
  }
}

function serviceErrors(before: KubeObject, after: KubeObject): FieldError[] {
  const [old, now] = [recordOf(before.spec), recordOf(after.spec)]
  if (old.type === 'ExternalName' || now.type === 'ExternalName') return []
  const errors: FieldError[] = []
  if (old.clusterIP !== undefined && old.clusterIP !== now.clusterIP)
    errors.push(mayNotChange(['spec', 'clusterIPs', 0], itemsOf(now.clusterIPs)))
  const isBalanced = old.type === 'LoadBalancer' && now.type === 'LoadBalancer'
  if (isBalanced && old.loadBalancerClass !== now.loadBalancerClass)
    errors.push(mayNotChange(['spec', 'loadBalancerClass'], now.loadBalancerClass))
  return errors
}

function mayNotChange(path: FieldPath, badValue: unknown): FieldError {
  return { type: 'invalid', path, badValue, detail: 'may not change once set', source: 'value' }
}

const mutableInStatefulSets = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds'
]

function statefulSetErrors(before: KubeObject, after: KubeObject): FieldError[] {
  const frozen = (object: KubeObject): unknown =>
    Object.fromEntries(
      Object.entries(recordOf(object.spec)).filter(([key]) => !mutableInStatefulSets.includes(key))
    )
  if (jsonEqual(frozen(before), frozen(after))) return []
  return [
    {
      type: 'forbidden',
      path: ['spec'],
      detail:
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', " +
        "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and " +
        "'minReadySeconds' are forbidden",
      source: 'value'
    }
  ]
}

function immutableDataErrors(before: KubeObject, after: KubeObject): FieldError[] {
  if (before.immutable !== true) return []
  const errors: FieldError[] = []
  if (after.immutable !== true) errors.push(forbiddenWhenImmutable('immutable'))
  for (const field of ['data', 'binaryData'])
    if (!jsonEqual(dataOf(before, field), dataOf(after, field)))
      errors.push(forbiddenWhenImmutable(field))
  return errors
}

function dataOf(object: KubeObject, field: string): unknown {
  return isRecord(object[field]) ? object[field] : {}
}

function forbiddenWhenImmutable(field: string): FieldError {
  return {
    type: 'forbidden',
    path: [field],
    detail: 'field is immutable when `immutable` is set',
    source: 'value'
  }
}
