import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { dnsSubdomainFaults } from './names.ts'
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
  windowsValues(value.windowsOptions, [...at, 'windowsOptions'], checker)
}

/** Rules of `validatePodSpecSecurityContext`. */
export function podSecurityValues(
  value: unknown,
  pod: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
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
  checker.given([...at, 'seLinuxChangePolicy'], value.seLinuxChangePolicy, [
    'MountOption',
    'Recursive'
  ])
  seccompValues(value.seccompProfile, [...at, 'seccompProfile'], checker)
  appArmorValues(value.appArmorProfile, [...at, 'appArmorProfile'], checker)
  windowsValues(value.windowsOptions, [...at, 'windowsOptions'], checker)
  sysctlValues(itemsOf(value.sysctls), pod, [...at, 'sysctls'], checker)
}

const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const sysctlPattern = `^(${sysctlSegment}[\\./])*${sysctlSegment}$`

/** Rules of `validateSysctls`. */
function sysctlValues(
  list: readonly unknown[],
  { hostNetwork, hostIPC }: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
  const names = list.map(item => recordOf(item).name ?? '')
  names.forEach((name, i) => {
    const path = [...at, i, 'name']
    if (typeof name !== 'string') return
    if (name === '') checker.required(path)
    else if (name.length > 253 || !new RegExp(sysctlPattern).test(name))
      checker.invalid(
        path,
        name,
        `must have at most 253 characters and match regex ${sysctlPattern}`
      )
    else if (names.indexOf(name) < i) checker.duplicate(path, name)
    // Slashes may stand for dots.
    const plain = name.replaceAll('/', '.')
    if (hostNetwork === true && plain.startsWith('net.'))
      checker.invalid(path, name, "may not be specified when 'hostNetwork' is true")
    if (hostIPC === true && /^(?:kernel\.(?:shm|msg|sem$)|fs\.mqueue\.)/.test(plain))
      checker.invalid(path, name, "may not be specified when 'hostIPC' is true")
  })
}

/** Rules of `validateWindowsSecurityContextOptions`; which domain a user may have is left out. */
function windowsValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(value)) return
  const { gmsaCredentialSpec, runAsUserName } = value
  checker.check([...at, 'gmsaCredentialSpecName'], value.gmsaCredentialSpecName, dnsSubdomainFaults)
  if (gmsaCredentialSpec === '')
    checker.invalid(
      [...at, 'gmsaCredentialSpec'],
      '',
      'gmsaCredentialSpec cannot be an empty string'
    )
  checker.check([...at, 'runAsUserName'], runAsUserName, userNameFaults)
}

function userNameFaults(name: string): readonly string[] {
  if (name === '') return ['runAsUserName cannot be an empty string']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const user = parts.at(-1) ?? ''
  return Object.entries({
    'cannot be empty': user === '',
    'length must not be longer than 104 characters': user.length > 104,
    'cannot contain only periods or spaces': /^[. ]+$/.test(user),
    'cannot contain the following characters: "/\\:;|=,+*?<>@[]': /["/\\:;|=,+*?<>@[\]]/.test(user)
  }).flatMap(([words, isSo]) => (isSo ? [`runAsUserName's User ${words}`] : []))
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
