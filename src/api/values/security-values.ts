import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { ValueChecker } from './value-checker.ts'
import { descendingPathFaults } from './volume-values.ts'

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
const maxId = 2 ** 31 - 1

/** Rules of `ValidateSecurityContext` (pkg/apis/core/validation). */
export function containerSecurityValues(
  value: unknown,
  hostUsers: boolean,
  at: FieldPath,
  checker: ValueChecker
): void {
  if (!isRecord(value)) return
  for (const key of ['runAsUser', 'runAsGroup']) idValue(value[key], [...at, key], checker)
  checker.given([...at, 'procMount'], value.procMount, ['Default', 'Unmasked'])
  if (hostUsers && value.procMount === 'Unmasked')
    checker.invalid([...at, 'procMount'], 'Unmasked', '`hostUsers` must be false to use `Unmasked`')
  seccompValues(value.seccompProfile, [...at, 'seccompProfile'], checker)
  if (value.allowPrivilegeEscalation === false) {
    const context = { value: securityText(value) }
    if (value.privileged === true)
      checker.invalid(
        [...at, 'allowPrivilegeEscalation'],
        false,
        'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
        { path: at, ...context }
      )
    if (itemsOf(recordOf(value.capabilities).add).includes('CAP_SYS_ADMIN'))
      checker.invalid(
        [...at, 'capabilities', 'add'],
        'CAP_SYS_ADMIN',
        'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
        { path: at, ...context }
      )
  }
  appArmorValues(value.appArmorProfile, [...at, 'appArmorProfile'], checker)
}

/** Rules of `validatePodSpecSecurityContext`. */
export function podSecurityValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(value)) return
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup'])
    idValue(value[key], [...at, key], checker)
  itemsOf(value.supplementalGroups).forEach((group, i) =>
    idValue(group, [...at, 'supplementalGroups', i], checker)
  )
  checker.given([...at, 'fsGroupChangePolicy'], value.fsGroupChangePolicy, [
    'Always',
    'OnRootMismatch'
  ])
  checker.given([...at, 'supplementalGroupsPolicy'], value.supplementalGroupsPolicy, [
    'Merge',
    'Strict'
  ])
  seccompValues(value.seccompProfile, [...at, 'seccompProfile'], checker)
  appArmorValues(value.appArmorProfile, [...at, 'appArmorProfile'], checker)
}

function idValue(id: unknown, at: FieldPath, checker: ValueChecker): void {
  if (typeof id === 'number' && (id < 0 || id > maxId))
    checker.invalid(at, id, `must be between 0 and ${maxId}, inclusive`)
}

/** Rules of `validateSeccompProfileField`. */
function seccompValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(value)) return
  const { type = '', localhostProfile } = value
  const path = [...at, 'localhostProfile']
  if (type === '') checker.required([...at, 'type'], 'type is required when seccompProfile is set')
  else checker.given([...at, 'type'], type, profileTypes)
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined)
      checker.invalid(path, localhostProfile, 'can only be set when seccomp type is Localhost', {
        value: `{"Type":${JSON.stringify(type)},"LocalhostProfile":${JSON.stringify(localhostProfile)}}`
      })
  } else if (localhostProfile === undefined)
    checker.required(path, 'must be set when seccomp type is Localhost')
  else checker.check(path, localhostProfile, descendingPathFaults)
}

/** Rules of `ValidateAppArmorProfileField`. */
function appArmorValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(value)) return
  const { type = '', localhostProfile } = value
  const path = [...at, 'localhostProfile']
  if (type === '') checker.required([...at, 'type'], 'type is required when appArmorProfile is set')
  else checker.given([...at, 'type'], type, profileTypes)
  if (type === 'Localhost') {
    if (localhostProfile === undefined || localhostProfile === '')
      checker.required(path, 'must be set when AppArmor type is Localhost')
  } else if (localhostProfile !== undefined)
    checker.invalid(path, localhostProfile, 'can only be set when AppArmor type is Localhost')
}

/** The server shows its internal type, with every field that it has. */
function securityText(context: UnknownRecord): string {
  const { capabilities } = context
  const list = (value: unknown): unknown => (Array.isArray(value) ? value : null)
  return JSON.stringify({
    Capabilities: isRecord(capabilities)
      ? { Add: list(capabilities.add), Drop: list(capabilities.drop) }
      : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: null,
    WindowsOptions: null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: null,
    AppArmorProfile: null
  })
}
