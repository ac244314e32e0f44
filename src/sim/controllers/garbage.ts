import { withoutFields } from '../../api/merge/without-fields.ts'
import type { KubeObject } from '../../model/object.ts'
import { type Backend, resourceOf, updateByController } from '../backend.ts'
import { deleteObject, finishDeletion } from '../deletion.ts'

/** Deletes what has lost all of its owners, and lets owners go that waited for their dependents. */
export function collectGarbage(backend: Backend): void {
  const objects = backend.store.all()
  const byUid = new Map(objects.map(object => [object.metadata.uid, object]))
  for (const object of objects) {
    const owners = object.metadata.ownerReferences ?? []
    if (owners.length === 0 || object.metadata.deletionTimestamp !== undefined) continue
    const living = owners.filter(owner => byUid.has(owner.uid))
    const waiting = living.filter(owner => awaitsDependents(byUid.get(owner.uid)))
    if (living.length === 0) deleteObject(backend, resourceOf(backend, object), object)
    else if (waiting.length === living.length)
      deleteObject(backend, resourceOf(backend, object), object, {
        propagationPolicy: 'Foreground'
      })
  }
  for (const owner of objects) if (awaitsDependents(owner)) release(backend, owner)
}

function awaitsDependents(object: KubeObject | undefined): boolean {
  return (
    object?.metadata.deletionTimestamp !== undefined &&
    (object.metadata.finalizers ?? []).includes('foregroundDeletion')
  )
}

function release(backend: Backend, owner: KubeObject): void {
  const { namespace, name = '', uid } = owner.metadata
  const resource = resourceOf(backend, owner)
  const blocking = backend.store
    .all()
    .some(one =>
      one.metadata.ownerReferences?.some(ref => ref.uid === uid && ref.blockOwnerDeletion === true)
    )
  const live = backend.store.get(resource.key, namespace, name)
  if (blocking || live?.metadata.uid !== uid || !live) return
  const finalizers = (live.metadata.finalizers ?? []).filter(one => one !== 'foregroundDeletion')
  const metadata = withoutFields(live.metadata, 'finalizers')
  const free = updateByController(backend, {
    ...live,
    metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata
  })
  finishDeletion(backend, resource, free)
}
