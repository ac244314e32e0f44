import { isRecord, jsonEqual } from '../../base/json.ts'
import { PatchError } from './patch-error.ts'

interface Operation {
  readonly op: string
  readonly path: readonly string[]
  readonly pointer: string
  readonly from?: readonly string[]
  readonly fromPointer?: string
  readonly hasValue: boolean
  readonly value: unknown
}

type Container = Record<string, unknown> | unknown[]

/** The API server refuses longer JSON patches (apiserver `maxJSONPatchOperations`). */
const maxOperations = 10_000

/**
 * Applies a JSON Patch (RFC 6902) and gives the changed copy.
 * @throws PatchError for a patch that is not one, or that doesn't fit the value.
 */
export function jsonPatch(value: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw new PatchError(
      'malformed',
      `error decoding patch: json: cannot unmarshal ${isRecord(patch) ? 'object' : typeof patch} into Go value of type []handlers.jsonPatchOp`
    )
  if (patch.length > maxOperations)
    throw new PatchError(
      'unprocessable',
      `The allowed maximum operations in a JSON patch is ${maxOperations}, got ${patch.length}`
    )
  // One copy in front: the operations then work in place.
  const holder: Record<string, unknown> = { root: structuredClone(value) }
  for (const operation of patch as unknown[]) apply(holder, readOperation(operation))
  return holder.root
}

function readOperation(operation: unknown): Operation {
  if (!isRecord(operation) || typeof operation.op !== 'string')
    throw new PatchError('malformed', 'every operation of a JSON patch needs an "op"')
  if (typeof operation.path !== 'string')
    throw new PatchError('malformed', `the "${operation.op}" operation needs a "path"`)
  const { op, path: pointer, from } = operation
  return {
    op,
    pointer,
    path: readPointer(pointer),
    ...(typeof from === 'string' && { from: readPointer(from), fromPointer: from }),
    hasValue: Object.hasOwn(operation, 'value'),
    value: operation.value
  }
}

/** JSON Pointer, RFC 6901. */
function readPointer(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/'))
    throw new PatchError('unprocessable', `the path "${pointer}" doesn't start with "/"`)
  return pointer
    .slice(1)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function apply(holder: Record<string, unknown>, operation: Operation): void {
  const { op, path, pointer } = operation
  switch (op) {
    case 'add':
      add(holder, path, structuredClone(needValue(operation)), op, pointer)
      return
    case 'remove':
      remove(holder, path, op, pointer)
      return
    case 'replace':
      replace(holder, path, structuredClone(needValue(operation)), pointer)
      return
    case 'test':
      if (!jsonEqual(read(holder, path, op, pointer), needValue(operation)))
        throw new PatchError('unprocessable', `testing value ${pointer} failed: test failed`)
      return
    case 'copy':
    case 'move': {
      if (!operation.from) throw new PatchError('malformed', `the "${op}" operation needs a "from"`)
      const from = operation.fromPointer ?? ''
      if (op === 'move' && isPrefix(operation.from, path) && path.length > operation.from.length)
        throw new PatchError('unprocessable', `can't move ${from} into itself`)
      const moved = structuredClone(read(holder, operation.from, op, from))
      if (op === 'move') remove(holder, operation.from, op, from)
      add(holder, path, moved, op, pointer)
      return
    }
    default:
      throw new PatchError('unprocessable', `unexpected kind: ${op}`)
  }
}

function needValue({ hasValue, value, op }: Operation): unknown {
  if (!hasValue) throw new PatchError('malformed', `the "${op}" operation needs a "value"`)
  return value
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.every((step, i) => step === path[i])
}

/** The container that holds the last step of the path; the whole value lives under `root`. */
function parentOf(
  holder: Record<string, unknown>,
  path: readonly string[],
  op: string,
  pointer: string
): { container: Container; key: string } {
  const steps = ['root', ...path]
  const key = steps.pop() ?? 'root'
  let container: Container = holder
  for (const step of steps) {
    const next = child(container, step)
    if (!isContainer(next)) throw missing(op, pointer)
    container = next
  }
  return { container, key }
}

function child(container: Container, step: string): unknown {
  if (Array.isArray(container)) return container[indexOf(step)]
  return Object.hasOwn(container, step) ? container[step] : undefined
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

function indexOf(step: string): number {
  return /^(0|[1-9]\d*)$/.test(step) ? Number(step) : -1
}

function missing(op: string, pointer: string): PatchError {
  return new PatchError(
    'unprocessable',
    `${op} operation does not apply: doc is missing path: ${pointer}: missing value`
  )
}

function read(
  holder: Record<string, unknown>,
  path: readonly string[],
  op: string,
  pointer: string
): unknown {
  const { container, key } = parentOf(holder, path, op, pointer)
  const value = child(container, key)
  if (value === undefined) throw missing(op, pointer)
  return value
}

function add(
  holder: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
  op: string,
  pointer: string
): void {
  const { container, key } = parentOf(holder, path, op, pointer)
  if (!Array.isArray(container)) {
    container[key] = value
    return
  }
  const at = key === '-' ? container.length : indexOf(key)
  if (at < 0 || at > container.length)
    throw new PatchError(
      'unprocessable',
      `${op} operation does not apply: doc is missing path: ${pointer}: invalid index referenced`
    )
  container.splice(at, 0, value)
}

function remove(
  holder: Record<string, unknown>,
  path: readonly string[],
  op: string,
  pointer: string
): void {
  const { container, key } = parentOf(holder, path, op, pointer)
  if (child(container, key) === undefined) throw missing(op, pointer)
  if (Array.isArray(container)) container.splice(indexOf(key), 1)
  else Reflect.deleteProperty(container, key)
}

function replace(
  holder: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
  pointer: string
): void {
  const { container, key } = parentOf(holder, path, 'replace', pointer)
  // In an object it also adds, as the library of the API server does.
  if (!Array.isArray(container)) container[key] = value
  else if (child(container, key) === undefined) throw missing('replace', pointer)
  else container[indexOf(key)] = value
}
