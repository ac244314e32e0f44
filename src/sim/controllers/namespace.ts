import { withoutFields } from '../../api/merge/without-fields.ts'
import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { type Backend, createByController, updateByController } from '../backend.ts'
import { deleteObject, finishDeletion } from '../deletion.ts'
import { resourceOf } from '../backend.ts'

/** Furnishes new namespaces and empties those on their way out. */
export function reconcileNamespaces(backend: Backend): void {
  for (const namespace of backend.store.list('/namespaces'))
    if (namespace.metadata.deletionTimestamp === undefined) furnish(backend, namespace)
    else empty(backend, namespace)
}

function furnish(backend: Backend, { metadata: { name = '' } }: KubeObject): void {
  if (!backend.store.get('/serviceaccounts', name, 'default'))
    createByController(backend, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: name }
    })
  if (!backend.store.get('/configmaps', name, 'kube-root-ca.crt'))
    createByController(backend, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-root-ca.crt',
        namespace: name,
        annotations: {
          'kubernetes.io/description':
            'The practice cluster is simulated: no container verifies a certificate with this.'
        }
      },
      data: { 'ca.crt': '' }
    })
}

function empty(backend: Backend, namespace: KubeObject): void {
  const { name = '' } = namespace.metadata
  let left = 0
  for (const key of backend.store.resources()) {
    if (key === '/namespaces') continue
    for (const object of backend.store.list(key, name)) {
      left++
      if (object.metadata.deletionTimestamp === undefined)
        deleteObject(backend, resourceOf(backend, object), object)
    }
  }
  if (left > 0) return
  const spec = withoutFields(recordOf(namespace.spec), 'finalizers')
  const free = updateByController(backend, { ...namespace, spec })
  finishDeletion(backend, resourceOf(backend, free), free)
}
