import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { headerNameFaults, portNameFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const schemes = ['HTTP', 'HTTPS']

/** Rules of `validateProbe` for the probes of one container (pkg/apis/core/validation). */
export function probeValues(
  container: UnknownRecord,
  podGrace: unknown,
  at: FieldPath,
  checker: ValueChecker
): void {
  const seconds = graceOf(podGrace)
  for (const name of probes) {
    const probe = container[name]
    if (!isRecord(probe)) continue
    const path = [...at, name]
    handlerValues(probe, seconds, path, checker)
    for (const key of [
      'initialDelaySeconds',
      'timeoutSeconds',
      'periodSeconds',
      'successThreshold',
      'failureThreshold'
    ])
      checker.notNegative([...path, key], probe[key])
    const { terminationGracePeriodSeconds: grace, successThreshold = 0 } = probe
    const gracePath = [...path, 'terminationGracePeriodSeconds']
    if (typeof grace === 'number' && grace <= 0)
      checker.invalid(gracePath, grace, 'must be greater than 0')
    if (name === 'readinessProbe') {
      if (grace !== undefined)
        checker.invalid(gracePath, grace, 'must not be set for readinessProbes')
    } else if (successThreshold !== 0 && successThreshold !== 1)
      checker.invalid([...path, 'successThreshold'], successThreshold, 'must be 1')
  }
}

/** Rules of `validateLifecycle`; `grace` is the Pod's terminationGracePeriodSeconds. */
export function lifecycleValues(
  lifecycle: unknown,
  grace: unknown,
  at: FieldPath,
  checker: ValueChecker
): void {
  const { postStart, preStop } = recordOf(lifecycle)
  const seconds = graceOf(grace)
  if (isRecord(postStart)) handlerValues(postStart, seconds, [...at, 'postStart'], checker)
  if (isRecord(preStop)) handlerValues(preStop, seconds, [...at, 'preStop'], checker)
}

/** Seconds that a Pod gets to end; the server takes one below zero for one second. */
function graceOf(grace: unknown): number {
  if (typeof grace !== 'number') return 30
  return grace < 0 ? 1 : grace
}

type Handler = (action: UnknownRecord, at: FieldPath, checker: ValueChecker) => void

const handlers: Readonly<Record<string, Handler>> = {
  exec: ({ command }, at, checker) => {
    if (itemsOf(command).length === 0) checker.required([...at, 'command'])
  },
  httpGet: httpGetValues,
  tcpSocket: ({ port }, at, checker) => numberOrName(port, [...at, 'port'], checker),
  grpc: ({ port }, at, checker) => checker.requirePort([...at, 'port'], port)
}

function handlerValues(
  holder: UnknownRecord,
  grace: number,
  at: FieldPath,
  checker: ValueChecker
): void {
  let count = 0
  for (const key of [...Object.keys(handlers), 'sleep']) {
    const action = holder[key]
    if (!isRecord(action)) continue
    if (count++ > 0) checker.forbidden([...at, key], 'may not specify more than 1 handler type')
    else if (key === 'sleep') sleepValues(action, grace, [...at, key], checker)
    else handlers[key]?.(action, [...at, key], checker)
  }
  if (count === 0) checker.required(at, 'must specify a handler type')
}

function sleepValues(
  { seconds }: UnknownRecord,
  grace: number,
  at: FieldPath,
  checker: ValueChecker
): void {
  if (typeof seconds === 'number' && (seconds < 0 || seconds > grace))
    checker.invalid(
      [...at, 'seconds'],
      seconds,
      `must be non-negative and less than terminationGracePeriodSeconds (${grace})`,
      { path: at }
    )
}

function httpGetValues(action: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { port, scheme, httpHeaders } = action
  numberOrName(port, [...at, 'port'], checker)
  checker.oneOf([...at, 'scheme'], scheme, schemes)
  itemsOf(httpHeaders).forEach((header, i) => {
    checker.check(
      [...at, 'httpHeaders', i, 'name'],
      recordOf(header).name ?? '',
      headerNameFaults,
      {
        path: [...at, 'httpHeaders']
      }
    )
  })
}

/** Rules of `ValidatePortNumOrName`. */
function numberOrName(port: unknown, at: FieldPath, checker: ValueChecker): void {
  if (typeof port === 'string' && !isEmpty(port)) checker.check(at, port, portNameFaults)
  else if (port === '') for (const fault of portNameFaults('')) checker.invalid(at, '', fault)
  else checker.requirePort(at, port)
}
