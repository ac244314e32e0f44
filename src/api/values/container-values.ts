import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { environmentValues } from './environment-values.ts'
import { dnsLabelFaults, portNameFaults } from './names.ts'
import { lifecycleValues, probeValues } from './probe-values.ts'
import { resizePolicyValues, resourceValues } from './resource-values.ts'
import { containerSecurityValues } from './security-values.ts'
import { protocols } from './service-port-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'
import { descendingPathFaults } from './volume-values.ts'

/** What containers share with their Pod. */
export interface PodContext {
  readonly spec: UnknownRecord
  /** Names of the volumes that can be mounted. */
  readonly volumes: ReadonlySet<unknown>
  /** A Pod itself, not a template for Pods. */
  readonly isPod: boolean
}

/** Rules of `validateContainers` and `validateInitContainers` (pkg/apis/core/validation). */
export function containerListValues(pod: PodContext, at: FieldPath, checker: ValueChecker): void {
  const { containers, initContainers } = pod.spec
  const names = new Set<unknown>()
  const hostPorts = new Set<string>()
  if (itemsOf(containers).length === 0) checker.required([...at, 'containers'])
  itemsOf(containers).forEach((item, i) => {
    const path = [...at, 'containers', i]
    const container = recordOf(item)
    containerValues(container, pod, path, checker)
    uniqueName(container.name, names, path, checker)
    lifecycleOf(container, pod, path, checker)
    restartValues(container, path, checker)
    hostPortValues(container, hostPorts, path, checker)
  })
  itemsOf(initContainers).forEach((item, i) => {
    const path = [...at, 'initContainers', i]
    const container = recordOf(item)
    containerValues(container, pod, path, checker)
    restartValues(container, path, checker)
    uniqueName(container.name, names, path, checker)
    // They run one after the other, so that each has the node's ports for itself.
    hostPortValues(container, new Set(), path, checker)
    if (container.restartPolicy === 'Always') lifecycleOf(container, pod, path, checker)
    else forbidLifecycle(container, path, checker)
  })
}

function uniqueName(
  name: unknown,
  names: Set<unknown>,
  at: FieldPath,
  checker: ValueChecker
): void {
  if (isEmpty(name)) return
  if (names.has(name)) checker.duplicate([...at, 'name'], name)
  names.add(name)
}

/** Rules of `validateContainerCommon`. */
function containerValues(
  container: UnknownRecord,
  pod: PodContext,
  at: FieldPath,
  checker: ValueChecker
): void {
  checker.requireText([...at, 'name'], container.name, dnsLabelFaults)
  const { image } = container
  if (isEmpty(image)) checker.required([...at, 'image'])
  else if (pod.isPod && typeof image === 'string' && image !== image.trim())
    checker.invalid([...at, 'image'], image, 'must not have leading or trailing whitespace')
  checker.oneOf([...at, 'terminationMessagePolicy'], container.terminationMessagePolicy, [
    'File',
    'FallbackToLogsOnError'
  ])
  checker.oneOf([...at, 'imagePullPolicy'], container.imagePullPolicy, [
    'Always',
    'IfNotPresent',
    'Never'
  ])
  portValues(itemsOf(container.ports), at, checker)
  environmentValues(container, at, checker)
  mountValues(container, pod, at, checker)
  deviceValues(container, pod, at, checker)
  resourceValues(container.resources, pod.isPod, [...at, 'resources'], checker)
  resizePolicyValues(
    container.resizePolicy,
    pod.spec.restartPolicy,
    [...at, 'resizePolicy'],
    checker
  )
  containerSecurityValues(
    container.securityContext,
    pod.spec.hostUsers !== false,
    [...at, 'securityContext'],
    checker
  )
}

/** Rules of `validateContainerPorts`. */
function portValues(ports: readonly unknown[], at: FieldPath, checker: ValueChecker): void {
  const names = new Set<unknown>()
  ports.forEach((item, i) => {
    const { name, containerPort, hostPort, protocol } = recordOf(item)
    const path = [...at, 'ports', i]
    if (typeof name === 'string' && name !== '') {
      const faults = portNameFaults(name)
      for (const fault of faults) checker.invalid([...path, 'name'], name, fault)
      if (faults.length === 0 && names.has(name)) checker.duplicate([...path, 'name'], name)
      if (faults.length === 0) names.add(name)
    }
    if (containerPort === undefined || containerPort === 0)
      checker.required([...path, 'containerPort'])
    else checker.port([...path, 'containerPort'], containerPort)
    if (hostPort !== 0) checker.port([...path, 'hostPort'], hostPort)
    checker.oneOf([...path, 'protocol'], protocol, protocols)
  })
}

/** Rules of `ValidateVolumeMounts`. */
function mountValues(
  container: UnknownRecord,
  pod: PodContext,
  at: FieldPath,
  checker: ValueChecker
): void {
  const paths = new Set<unknown>()
  const list = [...at, 'volumeMounts']
  itemsOf(container.volumeMounts).forEach((item, i) => {
    const { name, mountPath, subPath, subPathExpr, mountPropagation } = recordOf(item)
    const path = [...list, i]
    if (isEmpty(name)) checker.required([...path, 'name'])
    if (!pod.volumes.has(name) && !checker.partial)
      checker.add('not-found', [...path, 'name'], '', {
        badValue: name ?? '',
        ...(isEmpty(name) && { repeats: true })
      })
    if (isEmpty(mountPath)) checker.required([...path, 'mountPath'])
    if (paths.has(mountPath ?? ''))
      checker.invalid([...path, 'mountPath'], mountPath ?? '', 'must be unique')
    paths.add(mountPath ?? '')
    // The server leaves the index out of these paths.
    for (const [key, text] of Object.entries({ subPath, subPathExpr }))
      checker.check([...path, key], text, descendingPathFaults, { path: [...list, key] })
    if (!isEmpty(subPath) && !isEmpty(subPathExpr))
      checker.invalid(
        [...path, 'subPathExpr'],
        subPathExpr,
        'subPathExpr and subPath are mutually exclusive'
      )
    recursiveValues(recordOf(item), list, i, checker)
    const named = { path: [...list, 'mountPropagation'] }
    checker.oneOf(
      [...path, 'mountPropagation'],
      mountPropagation,
      ['Bidirectional', 'HostToContainer', 'None'],
      named
    )
    if (
      mountPropagation === 'Bidirectional' &&
      recordOf(container.securityContext).privileged !== true
    )
      checker.forbidden(
        [...path, 'mountPropagation'],
        'Bidirectional mount propagation is available only to privileged containers',
        named
      )
  })
}

/** Rules of `validateMountRecursiveReadOnly`. */
function recursiveValues(
  { recursiveReadOnly, readOnly, mountPropagation }: UnknownRecord,
  list: FieldPath,
  index: number,
  checker: ValueChecker
): void {
  const path = [...list, index, 'recursiveReadOnly']
  const named = { path: [...list, 'recursiveReadOnly'] }
  const choices = ['Disabled', 'Enabled', 'IfPossible']
  checker.given(path, recursiveReadOnly, choices, named)
  if (recursiveReadOnly !== 'Enabled' && recursiveReadOnly !== 'IfPossible') return
  if (readOnly !== true)
    checker.forbidden(path, 'may only be specified when readOnly is true', named)
  if (!isEmpty(mountPropagation) && mountPropagation !== 'None')
    checker.forbidden(
      path,
      'may only be specified when mountPropagation is None or not specified',
      named
    )
}

/** Rules of `ValidateVolumeDevices`; what kind of volume it is goes unsaid. */
function deviceValues(
  container: UnknownRecord,
  pod: PodContext,
  at: FieldPath,
  checker: ValueChecker
): void {
  const devices = itemsOf(container.volumeDevices).map(recordOf)
  devices.forEach(({ name, devicePath }, i) => {
    const path = [...at, 'volumeDevices', i]
    checker.requireText([...path, 'name'], name)
    if (!isEmpty(name) && !pod.volumes.has(name) && !checker.partial)
      checker.add('not-found', [...path, 'name'], '', { badValue: name })
    const before = devices.slice(0, i)
    if (before.some(other => other.name === name))
      checker.invalid([...path, 'name'], name, 'must be unique')
    checker.requireText([...path, 'devicePath'], devicePath, text =>
      text.split('/').includes('..') ? ["can not contain backsteps ('..')"] : []
    )
    if (before.some(other => other.devicePath === devicePath))
      checker.invalid([...path, 'devicePath'], devicePath, 'must be unique')
    for (const [key, value, told] of [
      ['name', name, 'must not already exist in volumeMounts'],
      ['devicePath', devicePath, 'must not already exist as a path in volumeMounts']
    ] as const)
      if (
        itemsOf(container.volumeMounts).some(
          mount => recordOf(mount)[key === 'name' ? key : 'mountPath'] === value
        )
      )
        checker.invalid([...path, key], value, told)
  })
}

function lifecycleOf(
  container: UnknownRecord,
  { spec }: PodContext,
  at: FieldPath,
  checker: ValueChecker
): void {
  lifecycleValues(
    container.lifecycle,
    spec.terminationGracePeriodSeconds,
    [...at, 'lifecycle'],
    checker
  )
  probeValues(container, spec.terminationGracePeriodSeconds, at, checker)
}

function forbidLifecycle(container: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'])
    // A signal to stop by is dropped before that, unless its feature is on.
    if (isRecord(container[key]) && !(key === 'lifecycle' && isSignal(container[key])))
      checker.forbidden(
        [...at, key],
        'may not be set for init containers without restartPolicy=Always'
      )
}

function isSignal(lifecycle: UnknownRecord): boolean {
  return Object.keys(lifecycle).join() === 'stopSignal'
}

/** Rules of `validateContainerRestartPolicy` (KEP-5307). */
function restartValues(container: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { restartPolicy, restartPolicyRules } = container
  const rules = itemsOf(restartPolicyRules)
  const path = [...at, 'restartPolicyRules']
  if (restartPolicy === undefined) {
    if (rules.length === 0) return
    checker.required(
      [...at, 'restartPolicy'],
      'must specify restartPolicy when restart rules are used'
    )
  } else checker.given([...at, 'restartPolicy'], restartPolicy, ['Always', 'Never', 'OnFailure'])
  checker.tooMany(path, rules.length, 20)
  rules.forEach((rule, i) => {
    const { action, exitCodes } = recordOf(rule)
    checker.given([...path, i, 'action'], action, ['Restart', 'RestartAllContainers'])
    if (!isRecord(exitCodes)) checker.required([...path, i, 'exitCodes'], 'must be specified')
    else checker.given([...path, i, 'exitCodes', 'operator'], exitCodes.operator, ['In', 'NotIn'])
  })
}

/** Rules of `checkHostPortConflicts`. */
function hostPortValues(
  container: UnknownRecord,
  taken: Set<string>,
  at: FieldPath,
  checker: ValueChecker
): void {
  itemsOf(container.ports).forEach((item, i) => {
    const { hostPort, hostIP = '', protocol = 'TCP' } = recordOf(item)
    if (typeof hostPort !== 'number' || hostPort === 0) return
    const key = `${String(protocol)}/${String(hostIP)}/${hostPort}`
    if (taken.has(key)) checker.duplicate([...at, 'ports', i, 'hostPort'], key)
    taken.add(key)
  })
}
