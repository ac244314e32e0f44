import {
  levelText,
  podSecurityLevels,
  podSecurityPolicyOf,
  podSecurityViolations,
  violationsText,
  type LevelVersion,
  type PodSecurityPolicy
} from '../../api/pod-security/pod-security.ts'
import type { FieldError } from '../../api/field-error.ts'
import { groupBy } from '../../base/group-by.ts'
import { jsonEqual } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Pod } from '../../model/pod.ts'
import { podTemplateOf } from '../../model/workloads.ts'
import type { Backend } from '../backend.ts'
import { invalid } from '../decode.ts'
import type { Resource } from '../registry.ts'
import { forbidden } from '../status.ts'

/** Lets a Pod in only when it fits the level that its namespace enforces. @throws ApiError 403 */
export function checkPodSecurity(
  backend: Backend,
  resource: Resource,
  pod: Pod,
  before?: Pod
): void {
  if (before && !isSignificant(pod, before)) return
  const { enforce } = policyFor(backend, pod.metadata.namespace)
  const violations = podSecurityViolations(pod.metadata, pod.spec, enforce)
  if (violations.length === 0) return
  const why = `violates PodSecurity "${levelText(enforce)}": ${violationsText(violations)}`
  throw forbidden(resource, pod.metadata.name ?? '', why)
}

/** What is told to the one who writes an object that would not fit, or a stricter label. */
export function podSecurityWarnings(
  backend: Backend,
  resource: Resource,
  object: KubeObject,
  before: KubeObject | undefined
): readonly string[] {
  if (resource.key === '/namespaces')
    return before ? namespaceWarnings(backend, object, before) : []
  const template = podTemplateOf(object)
  if (!template || object.kind === 'CronJob') return []
  if (resource.key === '/pods' && before && !isSignificant(object as Pod, before as Pod)) return []
  const { warn } = policyFor(backend, object.metadata.namespace)
  const violations = podSecurityViolations(template.metadata, template.spec, warn)
  if (violations.length === 0) return []
  return [`would violate PodSecurity "${levelText(warn)}": ${violationsText(violations)}`]
}

/** Refuses labels that can't be understood, unless they were there before. @throws ApiError 422 */
export function checkNamespaceLabels(
  resource: Resource,
  namespace: KubeObject,
  before: KubeObject | undefined
): void {
  const { problems } = podSecurityPolicyOf(namespace.metadata.labels ?? {})
  const old = before && podSecurityPolicyOf(before.metadata.labels ?? {}).problems
  if (problems.length === 0 || (old && old.length > 0 && jsonEqual(old, problems))) return
  const errors = problems.map(({ key, value, detail }): FieldError => ({
    type: 'invalid',
    path: ['metadata', 'labels', key],
    badValue: value,
    detail,
    source: 'value'
  }))
  throw invalid(resource, namespace.metadata.name ?? '', errors)
}

function policyFor(backend: Backend, namespace = 'default'): PodSecurityPolicy {
  const found = backend.store.get('/namespaces', undefined, namespace)
  return podSecurityPolicyOf(found?.metadata.labels ?? {}).policy
}

/** Only other images and further ephemeral containers make a Pod be looked at again. */
function isSignificant(pod: Pod, before: Pod): boolean {
  const imagesOf = ({ spec }: Pod): unknown =>
    [spec?.containers, spec?.initContainers, spec?.ephemeralContainers].map(list =>
      (list ?? []).map(one => [one.name, one.image])
    )
  return !jsonEqual(imagesOf(pod), imagesOf(before))
}

/** The Pods that a stricter level finds: they go on running, and their next ones are refused. */
function namespaceWarnings(
  backend: Backend,
  namespace: KubeObject,
  before: KubeObject
): readonly string[] {
  const { enforce } = podSecurityPolicyOf(namespace.metadata.labels ?? {}).policy
  const old = podSecurityPolicyOf(before.metadata.labels ?? {}).policy.enforce
  if (jsonEqual(enforce, old) || !isStricter(enforce, old)) return []
  const { name = '' } = namespace.metadata
  const found = (backend.store.list('/pods', name) as Pod[]).flatMap(pod => {
    const violations = podSecurityViolations(pod.metadata, pod.spec, enforce)
    if (violations.length === 0) return []
    return [{ pod: pod.metadata.name ?? '', why: violations.map(one => one.reason).join(', ') }]
  })
  if (found.length === 0) return []
  const lines = [...groupBy(found, one => one.why)].map(([why, group]) => {
    const first = group.map(one => one.pod).sort()[0] ?? ''
    const others = group.length - 1
    const more = others === 0 ? '' : ` (and ${others} other ${others === 1 ? 'pod' : 'pods'})`
    return `${first}${more}: ${why}`
  })
  const head = `existing pods in namespace "${name}" violate the new PodSecurity enforce level "${levelText(enforce)}"`
  return [head, ...lines.sort()]
}

function isStricter(level: LevelVersion, old: LevelVersion): boolean {
  if (level.level === 'privileged') return false
  const rank = (one: LevelVersion): number => podSecurityLevels.indexOf(one.level)
  return level.version !== old.version || rank(level) > rank(old)
}
