import type { FieldPath } from '../base/field-path.ts'
import { isRecord, jsonEqual } from '../base/json.ts'
import { ok } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import type { Answer, ApplyOptions, Preview } from './cluster.ts'
import { refOf, withMetadata, type ResourceClient } from './resource-client.ts'

/** Compares the object as it is with the object as a dry-run of apply makes it. */
export async function previewOf(
  client: Pick<ResourceClient, 'get' | 'apply'>,
  written: KubeObject,
  options: ApplyOptions = {}
): Answer<Preview> {
  const object = withMetadata(written)
  const merged = await client.apply(object, { ...options, dryRun: true })
  if (!merged.ok) return merged
  const live = await client.get(refOf(object), options)
  if (!live.ok && live.error.reason !== 'not-found') return live
  if (!live.ok) return ok({ kind: 'create', merged: merged.value, changedPaths: [] })
  const changedPaths = changedPathsOf(comparable(live.value), comparable(merged.value))
  return ok({
    kind: changedPaths.length === 0 ? 'unchanged' : 'update',
    live: live.value,
    merged: merged.value,
    changedPaths
  })
}

/**
 * The deepest fields in which two values differ. Lists are compared place by place; what one side has
 * more is named as a whole.
 */
export function changedPathsOf(before: unknown, after: unknown): readonly FieldPath[] {
  const changed: FieldPath[] = []
  collect(before, after, [], changed)
  return changed
}

/** What the server writes by itself on every write, and what apply never touches. */
const bookkeeping = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'uid',
  'selfLink'
])

function comparable(object: KubeObject): unknown {
  const metadata = Object.entries(object.metadata).filter(([key]) => !bookkeeping.has(key))
  return { ...object, status: undefined, metadata: Object.fromEntries(metadata) }
}

function collect(before: unknown, after: unknown, path: FieldPath, changed: FieldPath[]): void {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect(own(before, key), own(after, key), [...path, key], changed)
    return
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [before as readonly unknown[], after as readonly unknown[]]
    for (let i = 0; i < Math.max(old.length, now.length); i++)
      collect(old[i], now[i], [...path, i], changed)
    return
  }
  if (!jsonEqual(before, after)) changed.push(path)
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
