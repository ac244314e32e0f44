import { formatFieldPath, type FieldPath } from '../base/field-path.ts'
import { isRecord } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import type { ClusterError, StatusCause } from './cluster-error.ts'

/**
 * Two refusals of an object name their fields in the message only: strict decoding, and the typed patch of
 * apply, which moreover comes as a server error without a reason (kubernetes/kubernetes#122480). Here they
 * get the reason `invalid` and one cause per field, as other refusals have them.
 */
export function withFieldCauses(error: ClusterError, object: KubeObject): ClusterError {
  const said = error.status?.message ?? ''
  if ((error.status?.details?.causes ?? []).length > 0) return error
  const causes = [...typedPatchCauses(said, object), ...strictDecodingCauses(said)]
  if (causes.length === 0) return error
  return {
    reason: 'invalid',
    message: `The cluster does not accept this. ${causes.map(inWords).join(' ')}`,
    hint: 'Correct the fields that the message names, then retry.',
    status: { ...error.status, details: { ...error.status?.details, causes } }
  }
}

function inWords({ field = '', message = '' }: StatusCause): string {
  return `${field}: ${message}.`
}

/** One field: `<prefix>: .spec.x: <what>`. Several: `<prefix>: errors:` and a line for each. */
function typedPatchCauses(message: string, object: KubeObject): StatusCause[] {
  const faults = /^failed to create typed patch object(?: \([^)]*\))?: (.*)$/s.exec(message)?.[1]
  if (faults === undefined) return []
  return faults.split('\n').flatMap(line => {
    const [, path, what] = /^\s*(\.(?:[^:[]|\[[^\]]*\])+): (.*)$/.exec(line) ?? []
    if (path === undefined || what === undefined) return []
    return [{ field: formatFieldPath(resolvePath(path, object)), message: what }]
  })
}

/** `strict decoding error: unknown field "spec.x", duplicate field "spec.y"`. */
function strictDecodingCauses(message: string): StatusCause[] {
  const at = message.indexOf('strict decoding error: ')
  if (at < 0) return []
  return [...message.slice(at).matchAll(/\b((?:unknown|duplicate) field) "([^"]+)"/g)].map(
    ([, what = '', field = '']) => ({ field, message: what })
  )
}

/**
 * The path that apply's message means, such as `.spec.containers[name="web"].ports`: list items are named
 * by their keys there, and keys of maps may hold dots, so both are looked up in the object itself.
 */
export function resolvePath(text: string, object: unknown): FieldPath {
  const path: (string | number)[] = []
  let value = object
  let rest = text
  while (rest !== '') {
    const step: string | number | undefined = rest.startsWith('[')
      ? itemNamed(rest, value)
      : fieldNamed(rest, value)
    if (step === undefined) break
    path.push(step)
    rest = rest.startsWith('[')
      ? rest.slice(rest.indexOf(']') + 1)
      : rest.slice(String(step).length + 1)
    value = child(value, step)
  }
  return path
}

function fieldNamed(rest: string, value: unknown): string | undefined {
  const known = isRecord(value) ? Object.keys(value) : []
  const [longest] = known
    .filter(key => rest.startsWith(`.${key}`) && /^($|[.[])/.test(rest.slice(key.length + 1)))
    .sort((a, b) => b.length - a.length)
  return longest ?? /^\.([^.[]+)/.exec(rest)?.[1]
}

function itemNamed(rest: string, value: unknown): number | undefined {
  const inside = /^\[([^\]]*)\]/.exec(rest)?.[1] ?? ''
  if (/^\d+$/.test(inside)) return Number(inside)
  if (!Array.isArray(value)) return undefined
  const wanted = [...inside.matchAll(/(\w+)=("[^"]*"|[^,]+)/g)]
  const index = (value as readonly unknown[]).findIndex(
    item =>
      wanted.length > 0 &&
      isRecord(item) &&
      wanted.every(([, key = '', text]) => JSON.stringify(item[key]) === text)
  )
  return index < 0 ? undefined : index
}

function child(value: unknown, step: string | number): unknown {
  if (typeof step === 'number')
    return Array.isArray(value) ? (value as readonly unknown[])[step] : undefined
  return isRecord(value) ? value[step] : undefined
}
