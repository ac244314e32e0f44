import { isRecord, jsonEqual, recordOf } from '../base/json.ts'
import { kindKey, type KubeObject } from '../model/object.ts'
import type { ClusterError } from './cluster-error.ts'

/** What the server keeps for itself; it would hide the few fields that matter. */
const bookkeeping = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink'
])

/** A copy of the whole object, secret values and all. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** The object as a person reads it: without bookkeeping, and with the values of a Secret hidden. */
export function shownObject(object: KubeObject): KubeObject {
  const metadata = Object.entries(object.metadata).flatMap(([key, value]: [string, unknown]) => {
    if (bookkeeping.has(key)) return []
    if (key !== 'annotations') return [[key, value] as const]
    const annotations = Object.entries(recordOf(value)).filter(([name]) => name !== lastApplied)
    return annotations.length === 0 ? [] : [[key, Object.fromEntries(annotations)] as const]
  })
  const shown: KubeObject = { ...object, metadata: Object.fromEntries(metadata) }
  return isSecret(object) ? withHiddenValues(shown, () => 'hidden') : shown
}

/**
 * Both sides of a change, without status, which apply never touches. A value of a Secret is hidden on both
 * sides; where it changes, the sides say so.
 */
export function shownChange(
  live: KubeObject | undefined,
  merged: KubeObject
): { readonly before: KubeObject | undefined; readonly after: KubeObject } {
  const before = live && withoutStatus(shownObject(live))
  const after = withoutStatus(shownObject(merged))
  if (!isSecret(merged) || !live) return { before, after }
  const isChanged = (field: string, key: string): boolean =>
    !jsonEqual(recordOf(live[field])[key], recordOf(merged[field])[key])
  return {
    before,
    after: withHiddenValues(after, (field, key) =>
      isChanged(field, key) && Object.hasOwn(recordOf(live[field]), key)
        ? 'hidden, changed'
        : 'hidden'
    )
  }
}

export function isSecret(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return kindKey(object) === '/Secret'
}

/** A refusal of a Secret whose sentences quote no value: servers put what they got into them. */
export function withoutSecretValues(error: ClusterError): ClusterError {
  const { status } = error
  const causes = status?.details?.causes
  return {
    ...error,
    message: withoutQuotes(error.message),
    ...(status && {
      status: {
        ...status,
        ...(status.message !== undefined && { message: withoutQuotes(status.message) }),
        ...(causes && {
          details: {
            ...status.details,
            causes: causes.map(cause => ({
              ...cause,
              ...(cause.message !== undefined && { message: withoutQuotes(cause.message) })
            }))
          }
        })
      }
    })
  }
}

function withoutQuotes(text: string): string {
  return text
    .replaceAll(/(Invalid value: )("(?:[^"\\]|\\.)*"|\S+)/g, '$1(hidden)')
    .replaceAll(/(\bValue:)(?:[^{}]|\{[^{}]*\})*\}/g, '$1(hidden)}')
    .replaceAll(/(cannot unmarshal \w+ )"(?:[^"\\]|\\.)*"/g, '$1(hidden)')
}

function withHiddenValues(
  object: KubeObject,
  mark: (field: string, key: string) => string
): KubeObject {
  const hidden = ['data', 'stringData'].flatMap(field => {
    const values: unknown = object[field]
    if (!isRecord(values)) return []
    const marks = Object.keys(values).map(key => [key, `(${mark(field, key)})`] as const)
    return [[field, Object.fromEntries(marks)] as const]
  })
  return { ...object, ...Object.fromEntries(hidden) }
}

function withoutStatus(object: KubeObject): KubeObject {
  const fields = Object.entries(object).filter(([key]) => key !== 'status')
  return Object.fromEntries(fields) as unknown as KubeObject
}
