import { itemsOf, recordOf, stringOf } from '../../base/json.ts'
import {
  addedCapabilities,
  hasOwnUsers,
  isGoodSeccomp,
  procMount,
  seccompProfile,
  seccompTypeOf,
  type PodCheck
} from './baseline-checks.ts'
import {
  containersText,
  namesOf,
  plural,
  quoted,
  settersText,
  sortedOnce,
  type PodView,
  type Violation
} from './pod-view.ts'

/** A check of the restricted level, from which version on, and the baseline checks that it stands for. */
export interface RestrictedCheck {
  readonly since: number
  readonly check: PodCheck
  readonly instead?: string
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, by id. */
export const restrictedChecks: Readonly<Record<string, RestrictedCheck>> = {
  allowPrivilegeEscalation: { since: 8, check: notOnWindows(allowPrivilegeEscalation) },
  capabilities_restricted: {
    since: 22,
    check: notOnWindows(capabilities),
    instead: 'capabilities_baseline'
  },
  procMount_restricted: { since: 35, check: procMount, instead: 'procMount' },
  restrictedVolumes: { since: 0, check: volumes, instead: 'hostPathVolumes' },
  runAsNonRoot: { since: 0, check: exceptOwnUsers(runAsNonRoot) },
  runAsUser: { since: 23, check: exceptOwnUsers(runAsUser) },
  seccompProfile_restricted: {
    since: 19,
    check: notOnWindows(seccomp),
    instead: 'seccompProfile_baseline'
  }
}

function notOnWindows(check: (pod: PodView) => Violation | undefined): PodCheck {
  return (pod, minor) =>
    minor >= 25 && recordOf(pod.spec.os).name === 'windows' ? undefined : check(pod)
}

function exceptOwnUsers(check: (pod: PodView) => Violation | undefined): PodCheck {
  return (pod, minor) => (minor >= 35 && hasOwnUsers(pod) ? undefined : check(pod))
}

function allowPrivilegeEscalation(pod: PodView): Violation | undefined {
  const bad = namesOf(pod, one => one.context.allowPrivilegeEscalation !== false)
  if (bad.length === 0) return undefined
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersText(bad)} must set securityContext.allowPrivilegeEscalation=false`
  }
}

function capabilities(pod: PodView): Violation | undefined {
  const dropsAll = (context: PodView['context']): boolean =>
    itemsOf(recordOf(context.capabilities).drop).includes('ALL')
  const forbidden = (context: PodView['context']): readonly string[] =>
    addedCapabilities(context).filter(one => one !== 'NET_BIND_SERVICE')
  const keeping = namesOf(pod, one => !dropsAll(one.context))
  const adding = namesOf(pod, one => forbidden(one.context).length > 0)
  const details = [
    ...(keeping.length > 0
      ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(adding.length > 0
      ? [
          `${containersText(adding)} must not include ${quoted(sortedOnce(pod.containers.flatMap(one => forbidden(one.context))))} in securityContext.capabilities.add`
        ]
      : [])
  ]
  if (details.length === 0) return undefined
  return { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret'
]

function volumes({ spec }: PodView): Violation | undefined {
  const bad = itemsOf(spec.volumes)
    .map(recordOf)
    .filter(volume => !allowedVolumes.some(type => volume[type] !== undefined))
  if (bad.length === 0) return undefined
  const names = bad.map(volume => stringOf(volume.name) ?? '')
  const types = sortedOnce(
    bad.map(volume => Object.keys(volume).find(field => field !== 'name') ?? 'unknown')
  )
  const verb = bad.length === 1 ? 'uses' : 'use'
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', names.length)} ${quoted(names)} ${verb} ${plural('restricted volume type', types.length)} ${quoted(types)}`
  }
}

function runAsNonRoot(pod: PodView): Violation | undefined {
  const reason = 'runAsNonRoot != true'
  const podSays = pod.context.runAsNonRoot
  const denying = namesOf(pod, one => one.context.runAsNonRoot === false)
  if (podSays === false || denying.length > 0)
    return {
      reason,
      detail: `${settersText(podSays === false, denying)} must not set securityContext.runAsNonRoot=false`
    }
  const silent = namesOf(pod, one => one.context.runAsNonRoot === undefined && podSays !== true)
  if (silent.length === 0) return undefined
  return {
    reason,
    detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true`
  }
}

function runAsUser(pod: PodView): Violation | undefined {
  const isRoot = pod.context.runAsUser === 0
  const bad = namesOf(pod, one => one.context.runAsUser === 0)
  if (!isRoot && bad.length === 0) return undefined
  return { reason: 'runAsUser=0', detail: `${settersText(isRoot, bad)} must not set runAsUser=0` }
}

function seccomp(pod: PodView): Violation | undefined {
  const explicit = seccompProfile(pod)
  if (explicit) return explicit
  const podType = seccompTypeOf(pod.context)
  if (podType !== undefined && isGoodSeccomp(podType)) return undefined
  const silent = namesOf(pod, one => seccompTypeOf(one.context) === undefined)
  if (silent.length === 0) return undefined
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`
  }
}
