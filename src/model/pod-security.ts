import type { FieldPath } from '../base/field-path.ts'
import { itemsOf, recordOf, type UnknownRecord } from '../base/json.ts'
import { isSafeSysctl } from './sysctl.ts'

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted'

/** What a level of the Pod Security Standards forbids in a Pod; the path begins at its `spec`. */
export interface PodSecurityFault {
  readonly at: FieldPath
  readonly message: string
}

/**
 * What of a Pod a level forbids; host processes of Windows and AppArmor by annotations are left out.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityFaults(
  spec: UnknownRecord,
  level: PodSecurityLevel
): readonly PodSecurityFault[] {
  if (level === 'privileged' || recordOf(spec.os).name === 'windows') return []
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap(list =>
    itemsOf(spec[list]).map((item, i) => ({ container: recordOf(item), at: [list, i] }))
  )
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC']
      .filter(key => spec[key] === true)
      .map(key => ({ at: [key], message: `${key} is true` })),
    ...sysctlFaults(spec),
    ...volumeFaults(spec, level),
    ...contextFaults(recordOf(spec.securityContext), spec, level, ['securityContext']),
    ...containers.flatMap(({ container, at }) => baselineFaults(container, spec, level, at)),
    ...(level === 'restricted'
      ? containers.flatMap(({ container, at }) => restrictedFaults(container, spec, at))
      : [])
  ]
}

function sysctlFaults(spec: UnknownRecord): PodSecurityFault[] {
  return itemsOf(recordOf(spec.securityContext).sysctls).flatMap((item, i) => {
    const { name } = recordOf(item)
    return typeof name !== 'string' || isSafeSysctl(name)
      ? []
      : [
          {
            at: ['securityContext', 'sysctls', i, 'name'],
            message: `sysctl ${name} is not a safe one`
          }
        ]
  })
}

/** What containers may add at the level baseline. */
const harmless: ReadonlySet<unknown> = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD'],
  ...['NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT']
])

function baselineFaults(
  container: UnknownRecord,
  spec: UnknownRecord,
  level: PodSecurityLevel,
  at: FieldPath
): PodSecurityFault[] {
  const context = recordOf(container.securityContext)
  const added = itemsOf(recordOf(context.capabilities).add)
  return [
    ...contextFaults(context, spec, level, [...at, 'securityContext']),
    ...hostFaults(container, at),
    ...(context.privileged === true
      ? [{ at: [...at, 'securityContext', 'privileged'], message: 'the container is privileged' }]
      : []),
    ...added.flatMap((name, i) =>
      harmless.has(name)
        ? []
        : [
            {
              at: [...at, 'securityContext', 'capabilities', 'add', i],
              message: `the capability ${String(name)} is added`
            }
          ]
    ),
    ...itemsOf(container.ports).flatMap((port, i) => {
      const { hostPort } = recordOf(port)
      return typeof hostPort === 'number' && hostPort !== 0
        ? [{ at: [...at, 'ports', i, 'hostPort'], message: `port ${hostPort} of the node is used` }]
        : []
    })
  ]
}

function restrictedFaults(
  container: UnknownRecord,
  spec: UnknownRecord,
  at: FieldPath
): PodSecurityFault[] {
  const context = recordOf(container.securityContext)
  const ofPod = recordOf(spec.securityContext)
  const place = [...at, 'name']
  const { add, drop } = recordOf(context.capabilities)
  const profile = recordOf(context.seccompProfile ?? ofPod.seccompProfile).type
  const faults: PodSecurityFault[] = []
  const missing = (isMissing: boolean, message: string): void => {
    if (isMissing) faults.push({ at: place, message })
  }
  missing(context.allowPrivilegeEscalation !== false, 'allowPrivilegeEscalation is not false')
  missing((context.runAsNonRoot ?? ofPod.runAsNonRoot) !== true, 'runAsNonRoot is not true')
  missing(!itemsOf(drop).includes('ALL'), 'capabilities do not drop ALL')
  missing(
    profile !== 'RuntimeDefault' && profile !== 'Localhost',
    'seccompProfile is not RuntimeDefault'
  )
  missing(
    itemsOf(add).some(name => name !== 'NET_BIND_SERVICE' && harmless.has(name)),
    'a capability other than NET_BIND_SERVICE is added'
  )
  return faults
}

/** Sources of volumes that the level restricted leaves. */
const plainVolumes = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image'],
  ...['persistentVolumeClaim', 'projected', 'secret']
]

function volumeFaults(spec: UnknownRecord, level: PodSecurityLevel): PodSecurityFault[] {
  return itemsOf(spec.volumes).flatMap((item, i) => {
    const volume = recordOf(item)
    const sources = Object.keys(volume).filter(key => key !== 'name')
    const isRefused =
      'hostPath' in volume ||
      (level === 'restricted' &&
        sources.length > 0 &&
        !sources.some(source => plainVolumes.includes(source)))
    return isRefused
      ? [{ at: ['volumes', i], message: `a volume of type ${sources.join(', ')} is used` }]
      : []
  })
}

const seLinuxTypes: readonly unknown[] = [
  ...[undefined, '', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']
]

/** What may not stand in a securityContext, be it that of the Pod or that of a container. */
function contextFaults(
  context: UnknownRecord,
  spec: UnknownRecord,
  level: PodSecurityLevel,
  at: FieldPath
): PodSecurityFault[] {
  const { type, user, role } = recordOf(context.seLinuxOptions)
  const found: [boolean, string, string][] = [
    [
      recordOf(context.seccompProfile).type === 'Unconfined',
      'seccompProfile',
      'seccompProfile is Unconfined'
    ],
    [
      recordOf(context.appArmorProfile).type === 'Unconfined',
      'appArmorProfile',
      'appArmorProfile is Unconfined'
    ],
    [
      !seLinuxTypes.includes(type) || Boolean(user) || Boolean(role),
      'seLinuxOptions',
      'seLinuxOptions sets a user, a role or a type of its own'
    ],
    [
      context.procMount === 'Unmasked' && (level === 'restricted' || spec.hostUsers !== false),
      'procMount',
      'procMount is Unmasked'
    ],
    [
      level === 'restricted' && context.runAsUser === 0 && spec.hostUsers !== false,
      'runAsUser',
      'runAsUser is 0'
    ]
  ]
  return found.flatMap(([isRefused, key, message]) =>
    isRefused ? [{ at: [...at, key], message }] : []
  )
}

/** Probes and hooks may ask the Pod itself only. */
function hostFaults(container: UnknownRecord, at: FieldPath): PodSecurityFault[] {
  const { postStart, preStop } = recordOf(container.lifecycle)
  const handlers: (readonly [FieldPath, unknown])[] = [
    [['livenessProbe'], container.livenessProbe],
    [['readinessProbe'], container.readinessProbe],
    [['startupProbe'], container.startupProbe],
    [['lifecycle', 'postStart'], postStart],
    [['lifecycle', 'preStop'], preStop]
  ]
  return handlers.flatMap(([path, handler]) =>
    ['httpGet', 'tcpSocket'].flatMap(action => {
      const { host } = recordOf(recordOf(handler)[action])
      return typeof host === 'string' && host !== ''
        ? [{ at: [...at, ...path, action, 'host'], message: `a probe or hook asks host ${host}` }]
        : []
    })
  )
}
