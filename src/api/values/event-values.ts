import { isRecord, recordOf, stringOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { qualifiedNameFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Fields of the new API, and how the server calls those that it has an older name for. */
const oldNames = {
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
  deprecatedSource: 'source'
} as const

/** Rules of `ValidateEventCreate` (pkg/apis/core/validation) for events.k8s.io/v1. */
export function eventValues(object: KubeObject, checker: ValueChecker): void {
  const { eventTime, type, series, regarding } = object
  const { namespace } = recordOf(object.metadata)
  const involved = recordOf(regarding).namespace ?? ''
  const isOwn = isEmpty(involved)
    ? namespace === 'default' || (!isEmpty(eventTime) && namespace === 'kube-system')
    : !isEmpty(eventTime) || involved === namespace
  // Without a namespace of its own it gets one with the request.
  if (!isOwn && !isEmpty(namespace) && !checker.partial)
    checker.invalid(['regarding', 'namespace'], involved, 'does not match event.namespace', {
      path: 'involvedObject.namespace'
    })
  if (isEmpty(eventTime)) checker.required(['eventTime'])
  else reportValues(object, checker)
  if (isRecord(series)) {
    const { count = 0, lastObservedTime } = series
    if (typeof count === 'number' && count < 2)
      checker.invalid(['series', 'count'], count, 'should be at least 2', {
        value: '""',
        path: 'series.count'
      })
    if (isEmpty(lastObservedTime)) checker.required(['series', 'lastObservedTime'])
  }
  if (type !== 'Normal' && type !== 'Warning' && !checker.partial)
    checker.invalid(['type'], type ?? '', `has invalid value: ${stringOf(type) ?? ''}`, {
      value: '""'
    })
  for (const [key, old] of Object.entries(oldNames))
    if (isSet(object[key]))
      checker.invalid([key], object[key], 'needs to be unset', { path: old, value: '""' })
}

/** What an Event with a time of its own has to say of who reports it. */
function reportValues(object: KubeObject, checker: ValueChecker): void {
  const { reportingController: controller } = object
  const path = ['reportingController']
  if (isEmpty(controller)) {
    checker.required(path)
    for (const fault of qualifiedNameFaults('')) checker.again(path, '', fault)
  } else checker.check(path, controller, qualifiedNameFaults)
  for (const key of ['reportingInstance', 'action', 'reason']) {
    if (isEmpty(object[key])) checker.required([key])
    lengthValues(object, key, 128, key, checker)
  }
  lengthValues(object, 'note', 1024, 'message', checker)
}

function lengthValues(
  object: KubeObject,
  key: string,
  most: number,
  serverPath: string,
  checker: ValueChecker
): void {
  const text = object[key]
  if (typeof text !== 'string' || new TextEncoder().encode(text).length <= most) return
  const server = { path: serverPath, value: '""' }
  checker.invalid([key], text, `can have at most ${most} characters`, server)
}

function isSet(value: unknown): boolean {
  if (isRecord(value)) return Object.values(value).some(one => !isEmpty(one))
  return !isEmpty(value) && value !== 0
}
