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
 * What of a Pod a level forbids, as far as the network and the rights of containers go.
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
    ...containers.flatMap(({ container, at }) => baselineFaults(container, at)),
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

function baselineFaults(container: UnknownRecord, at: FieldPath): PodSecurityFault[] {
  const context = recordOf(container.securityContext)
  const added = itemsOf(recordOf(context.capabilities).add)
  return [
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
