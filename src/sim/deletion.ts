import { withoutFields } from '../api/merge/without-fields.ts'
import { numberOf, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { type Backend, timestamp, updateByController } from './backend.ts'
import type { Resource } from './registry.ts'

export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly gracePeriodSeconds?: number
  readonly dryRun?: boolean
}

export interface Deletion {
  readonly object: KubeObject
  /** False while finalizers, a grace period or a namespace's content hold the object. */
  readonly gone: boolean
}

/** Deletes an object as the API server does: at once, or marked and finished by others. */
export function deleteObject(
  backend: Backend,
  resource: Resource,
  object: KubeObject,
  options: DeleteOptions = {}
): Deletion {
  const finalizers = new Set(object.metadata.finalizers)
  if (options.propagationPolicy === 'Foreground') finalizers.add('foregroundDeletion')
  const grace = graceOf(resource, object, options)
  const held = finalizers.size > 0 || grace > 0 || resource.key === '/namespaces'

  if (options.dryRun) return { object, gone: !held }
  if (options.propagationPolicy === 'Orphan') orphanDependents(backend, object)
  if (!held) return { object: backend.store.remove(resource.key, object), gone: true }

  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata
  // A second DELETE can only shorten the time that is left.
  const shorter = deletionGracePeriodSeconds !== undefined && grace < deletionGracePeriodSeconds
  if (deletionTimestamp !== undefined && !shorter) return { object, gone: false }
  const marked: KubeObject = {
    ...object,
    metadata: {
      ...object.metadata,
      ...(finalizers.size > 0 && { finalizers: [...finalizers] }),
      deletionTimestamp: timestamp(backend, grace),
      deletionGracePeriodSeconds: grace
    },
    ...(resource.key === '/namespaces' && {
      status: { ...recordOf(object.status), phase: 'Terminating' }
    })
  }
  return { object: backend.store.put(resource.key, marked), gone: false }
}

/** Removes an object that was only waiting for its last finalizer. Gives whether it is gone. */
export function finishDeletion(backend: Backend, resource: Resource, object: KubeObject): boolean {
  const { metadata } = object
  if (metadata.deletionTimestamp === undefined) return false
  if ((metadata.finalizers ?? []).length > 0) return false
  if (resource.key === '/pods' && (metadata.deletionGracePeriodSeconds ?? 0) > 0) return false
  if (resource.key === '/namespaces' && hasNamespaceFinalizer(object)) return false
  backend.store.remove(resource.key, object)
  return true
}

function hasNamespaceFinalizer(namespace: KubeObject): boolean {
  const { finalizers } = recordOf(namespace.spec)
  return Array.isArray(finalizers) && finalizers.length > 0
}

/** Only Pods that run somewhere have someone to wait for. */
function graceOf(resource: Resource, object: KubeObject, options: DeleteOptions): number {
  if (resource.key !== '/pods') return 0
  const spec = recordOf(object.spec)
  const phase = stringOf(recordOf(object.status).phase)
  if (spec.nodeName === undefined || phase === 'Succeeded' || phase === 'Failed') return 0
  return Math.max(
    0,
    options.gracePeriodSeconds ?? numberOf(spec.terminationGracePeriodSeconds) ?? 30
  )
}

/** Dependents forget their owner, so that the garbage collector leaves them alone. */
function orphanDependents(backend: Backend, owner: KubeObject): void {
  for (const dependent of backend.store.all()) {
    const owners = dependent.metadata.ownerReferences
    if (!owners?.some(one => one.uid === owner.metadata.uid)) continue
    const rest = owners.filter(one => one.uid !== owner.metadata.uid)
    const metadata = withoutFields(dependent.metadata, 'ownerReferences')
    updateByController(backend, {
      ...dependent,
      metadata: rest.length > 0 ? { ...metadata, ownerReferences: rest } : metadata
    })
  }
}
