import { baselineChecks } from './baseline-checks.ts'
import { podViewOf, type Violation } from './pod-view.ts'
import { restrictedChecks } from './restricted-checks.ts'

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted'

export const podSecurityLevels: readonly PodSecurityLevel[] = [
  'privileged',
  'baseline',
  'restricted'
]

/** A level of the Pod Security Standards as of a version of Kubernetes. */
export interface LevelVersion {
  readonly level: PodSecurityLevel
  /** `latest` or `v1.32`. */
  readonly version: string
}

/** What the labels of a namespace ask for. */
export interface PodSecurityPolicy {
  readonly enforce: LevelVersion
  readonly audit: LevelVersion
  readonly warn: LevelVersion
}

/** A label whose value can't be understood. */
export interface BadLabel {
  readonly key: string
  readonly value: string
  readonly detail: string
}

const prefix = 'pod-security.kubernetes.io/'

/**
 * Reads the labels of a namespace as the admission of the API server does: what can't be understood is told,
 * and counts as restricted for enforce, as privileged for audit and warn. Without a level for warn, the one
 * that is enforced is warned of too.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityPolicyOf(labels: Readonly<Record<string, string>>): {
  readonly policy: PodSecurityPolicy
  readonly problems: readonly BadLabel[]
} {
  const problems: BadLabel[] = []
  const read = (mode: 'enforce' | 'audit' | 'warn'): LevelVersion => {
    const level = labels[`${prefix}${mode}`]
    const version = labels[`${prefix}${mode}-version`]
    const isLevel = level === undefined || podSecurityLevels.some(one => one === level)
    if (!isLevel)
      problems.push({
        key: `${prefix}${mode}`,
        value: level,
        detail: `must be one of ${podSecurityLevels.join(', ')}`
      })
    const isVersion =
      version === undefined || version === 'latest' || /^v1\.(0|[1-9]\d*)$/.test(version)
    if (!isVersion)
      problems.push({
        key: `${prefix}${mode}-version`,
        value: version,
        detail: 'must be "latest" or "v1.x"'
      })
    const failed = mode === 'enforce' ? 'restricted' : 'privileged'
    return {
      level: isLevel ? ((level ?? 'privileged') as PodSecurityLevel) : failed,
      version: isVersion ? (version ?? 'latest') : 'latest'
    }
  }
  const [enforce, audit, warn] = [read('enforce'), read('audit'), read('warn')]
  const saysWarn = labels[`${prefix}warn`] !== undefined
  const enforced = labels[`${prefix}enforce`]
  const isGood = enforced !== undefined && podSecurityLevels.some(one => one === enforced)
  if (saysWarn || !isGood) return { policy: { enforce, audit, warn }, problems }
  const version = labels[`${prefix}warn-version`] === undefined ? enforce.version : warn.version
  return { policy: { enforce, audit, warn: { level: enforce.level, version } }, problems }
}

/** `restricted:latest` */
export function levelText({ level, version }: LevelVersion): string {
  return `${level}:${version}`
}

/** What keeps a Pod, or a Pod template, from a level, in the order in which the API server tells it. */
export function podSecurityViolations(
  metadata: unknown,
  spec: unknown,
  { level, version }: LevelVersion
): readonly Violation[] {
  if (level === 'privileged') return []
  const pod = podViewOf(metadata, spec)
  const minor = version === 'latest' ? Infinity : Number(version.replace('v1.', ''))
  const restricted =
    level === 'restricted'
      ? Object.values(restrictedChecks).filter(({ since }) => since <= minor)
      : []
  const replaced = new Set(restricted.flatMap(({ instead }) => instead ?? []))
  const baseline = Object.entries(baselineChecks)
    .filter(([id]) => !replaced.has(id))
    .map(([, check]) => check)
  return [...baseline, ...restricted.map(({ check }) => check)].flatMap(
    check => check(pod, minor) ?? []
  )
}

/** `reason (detail), reason (detail)` */
export function violationsText(violations: readonly Violation[]): string {
  return violations
    .map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`))
    .join(', ')
}
