import { itemsOf, numberOf, recordOf, stringOf } from '../../base/json.ts'
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

/** One check of a level. Gives what the Pod does wrong, if it does. `minor` is the version asked for, 1.minor. */
export type PodCheck = (pod: PodView, minor: number) => Violation | undefined

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline, by id, as the server sorts them. */
export const baselineChecks: Readonly<Record<string, PodCheck>> = {
  appArmorProfile,
  capabilities_baseline: capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount: (pod, minor) => (minor >= 35 && hasOwnUsers(pod) ? undefined : procMount(pod)),
  seLinuxOptions,
  seccompProfile_baseline: seccompProfile,
  sysctls,
  windowsHostProcess
}

/** A Pod in a user namespace of its own is trusted with more since 1.35. */
export function hasOwnUsers({ spec }: PodView): boolean {
  return spec.hostUsers === false
}

const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/'

function appArmorProfile(pod: PodView): Violation | undefined {
  const typeOf = (context: PodView['context']): string | undefined =>
    stringOf(recordOf(context.appArmorProfile).type)
  const isBad = (type: string | undefined): type is string =>
    type !== undefined && !['RuntimeDefault', 'Localhost'].includes(type)
  const podType = typeOf(pod.context)
  const bad = pod.containers.filter(one => isBad(typeOf(one.context)))
  const annotations = Object.entries(pod.annotations)
    .filter(([key]) => key.startsWith(appArmorAnnotation))
    .map(([key, value]) => [key, String(value)] as const)
    .filter(
      ([, value]) =>
        !(value === '' || value === 'runtime/default' || value.startsWith('localhost/'))
    )
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort()
  const setters = [
    ...(isBad(podType) || bad.length > 0
      ? [
          settersText(
            isBad(podType),
            bad.map(one => one.name)
          )
        ]
      : []),
    ...(annotations.length > 0 ? [plural('annotation', annotations.length)] : [])
  ]
  if (setters.length === 0) return undefined
  const types = [podType, ...bad.map(one => typeOf(one.context))].filter(isBad)
  const values = [...sortedOnce(types), ...annotations]
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`
  }
}

const defaultCapabilities = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' '
  )
)

/** The capabilities that a container adds. */
export function addedCapabilities(context: PodView['context']): readonly string[] {
  return itemsOf(recordOf(context.capabilities).add).map(String)
}

function capabilities(pod: PodView): Violation | undefined {
  const forbidden = (context: PodView['context']): readonly string[] =>
    addedCapabilities(context).filter(one => !defaultCapabilities.has(one))
  const bad = namesOf(pod, one => forbidden(one.context).length > 0)
  if (bad.length === 0) return undefined
  const all = sortedOnce(pod.containers.flatMap(one => forbidden(one.context)))
  return {
    reason: 'non-default capabilities',
    detail: `${containersText(bad)} must not include ${quoted(all)} in securityContext.capabilities.add`
  }
}

function hostNamespaces({ spec }: PodView): Violation | undefined {
  const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter(field => spec[field] === true)
  if (used.length === 0) return undefined
  return { reason: 'host namespaces', detail: used.map(field => `${field}=true`).join(', ') }
}

function hostPathVolumes({ spec }: PodView): Violation | undefined {
  const names = itemsOf(spec.volumes)
    .map(recordOf)
    .filter(volume => volume.hostPath !== undefined)
    .map(volume => stringOf(volume.name) ?? '')
  if (names.length === 0) return undefined
  return {
    reason: 'hostPath volumes',
    detail: `${plural('volume', names.length)} ${quoted(names)}`
  }
}

function hostPorts(pod: PodView): Violation | undefined {
  const portsOf = (fields: PodView['spec']): readonly number[] =>
    itemsOf(fields.ports)
      .map(port => numberOf(recordOf(port).hostPort) ?? 0)
      .filter(port => port !== 0)
  const bad = namesOf(pod, one => portsOf(one.fields).length > 0)
  if (bad.length === 0) return undefined
  const ports = sortedOnce(pod.containers.flatMap(one => portsOf(one.fields).map(String)))
  const verb = bad.length === 1 ? 'uses' : 'use'
  return {
    reason: 'hostPort',
    detail: `${containersText(bad)} ${verb} ${plural('hostPort', ports.length)} ${ports.join(', ')}`
  }
}

function hostProbesAndHostLifecycle(pod: PodView, minor: number): Violation | undefined {
  if (minor < 34) return undefined
  const hostsOf = (fields: PodView['spec']): readonly string[] => {
    const lifecycle = recordOf(fields.lifecycle)
    return [
      fields.livenessProbe,
      fields.readinessProbe,
      fields.startupProbe,
      lifecycle.postStart,
      lifecycle.preStop
    ]
      .flatMap(handler =>
        ['httpGet', 'tcpSocket'].flatMap(
          kind => stringOf(recordOf(recordOf(handler)[kind]).host) ?? []
        )
      )
      .filter(host => host !== '')
  }
  const bad = sortedOnce(namesOf(pod, one => hostsOf(one.fields).length > 0))
  if (bad.length === 0) return undefined
  const hosts = sortedOnce(pod.containers.flatMap(one => hostsOf(one.fields)))
  const verb = bad.length === 1 ? 'uses' : 'use'
  return {
    reason: 'probe or lifecycle host',
    detail: `${containersText(bad)} ${verb} ${plural('probe or lifecycle host', hosts.length)} ${quoted(hosts)}`
  }
}

function privileged(pod: PodView): Violation | undefined {
  const bad = namesOf(pod, one => one.context.privileged === true)
  if (bad.length === 0) return undefined
  return {
    reason: 'privileged',
    detail: `${containersText(bad)} must not set securityContext.privileged=true`
  }
}

/** The mount of /proc has to be the default one. */
export function procMount(pod: PodView): Violation | undefined {
  const isBad = (value: unknown): boolean => value !== undefined && value !== 'Default'
  const bad = pod.containers.filter(one => isBad(one.context.procMount))
  if (bad.length === 0) return undefined
  const types = sortedOnce(bad.map(one => String(one.context.procMount)))
  return {
    reason: 'procMount',
    detail: `${containersText(bad.map(one => one.name))} must not set securityContext.procMount to ${quoted(types)}`
  }
}

function seLinuxOptions(pod: PodView, minor: number): Violation | undefined {
  const allowed = ['', 'container_t', 'container_init_t', 'container_kvm_t']
  if (minor >= 31) allowed.push('container_engine_t')
  const contexts = [pod.context, ...pod.containers.map(one => one.context)]
  const part = (context: PodView['context'], field: string): string =>
    stringOf(recordOf(context.seLinuxOptions)[field]) ?? ''
  const isBad = (context: PodView['context']): boolean =>
    !allowed.includes(part(context, 'type')) ||
    part(context, 'user') !== '' ||
    part(context, 'role') !== ''
  if (!contexts.some(isBad)) return undefined
  const types = sortedOnce(
    contexts.map(one => part(one, 'type')).filter(type => !allowed.includes(type))
  )
  const data = [
    ...(types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : []),
    ...['user', 'role']
      .filter(field => contexts.some(one => part(one, field) !== ''))
      .map(field => `${field} may not be set`)
  ]
  const names = namesOf(pod, one => isBad(one.context))
  return {
    reason: 'seLinuxOptions',
    detail: `${settersText(isBad(pod.context), names)} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`
  }
}

export function seccompTypeOf(context: PodView['context']): string | undefined {
  return stringOf(recordOf(context.seccompProfile).type)
}

export function isGoodSeccomp(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost'
}

/** A profile that is set has to be one of the two that filter. */
export function seccompProfile(pod: PodView): Violation | undefined {
  const isBad = (type: string | undefined): type is string =>
    type !== undefined && !isGoodSeccomp(type)
  const podType = seccompTypeOf(pod.context)
  const bad = namesOf(pod, one => isBad(seccompTypeOf(one.context)))
  if (!isBad(podType) && bad.length === 0) return undefined
  const types = [podType, ...pod.containers.map(one => seccompTypeOf(one.context))].filter(isBad)
  return {
    reason: 'seccompProfile',
    detail: `${settersText(isBad(podType), bad)} must not set securityContext.seccompProfile.type to ${quoted(sortedOnce(types))}`
  }
}

/** Names by the version from which they are allowed. */
const safeSysctls: readonly (readonly [minor: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start'
    ]
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes'
    ]
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']]
]

function sysctls({ context }: PodView, minor: number): Violation | undefined {
  const allowed = safeSysctls.filter(([since]) => since <= minor).flatMap(([, names]) => names)
  const bad = itemsOf(context.sysctls)
    .map(one => stringOf(recordOf(one).name) ?? '')
    .filter(name => !allowed.includes(name))
  if (bad.length === 0) return undefined
  return { reason: 'forbidden sysctls', detail: bad.join(', ') }
}

function windowsHostProcess(pod: PodView): Violation | undefined {
  const isHost = (context: PodView['context']): boolean =>
    recordOf(context.windowsOptions).hostProcess === true
  const bad = namesOf(pod, one => isHost(one.context))
  if (!isHost(pod.context) && bad.length === 0) return undefined
  return {
    reason: 'hostProcess',
    detail: `${settersText(isHost(pod.context), bad)} must not set securityContext.windowsOptions.hostProcess=true`
  }
}
