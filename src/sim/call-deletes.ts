import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { deleteOptionsOf, readBody } from './body.ts'
import { type Call, json, one } from './call.ts'
import { type DeleteOptions, deleteObject } from './deletion.ts'
import type { ApiRequest, ApiResponse } from './practice-cluster.ts'
import { presentList } from './present.ts'
import { getObject, listObjects, scopeOf } from './reads.ts'
import { badRequest, conflict, deleted, failure, methodNotAllowed } from './status.ts'

export function deleteCollection(call: Call): ApiResponse {
  const { server, request, route, path, resource } = call
  if (resource.key === '/namespaces') throw methodNotAllowed()
  if (resource.namespaced && path.namespace === undefined) throw methodNotAllowed()
  const options = readDeleteOptions(call, request)
  const scope = scopeOf(resource, path.namespace, undefined, route.query)
  const { items } = listObjects(server.backend, resource, scope, new URLSearchParams())
  const gone = items.map(item => deleteObject(server.backend, resource, item, options).object)
  const metadata = { resourceVersion: String(server.backend.store.revision) }
  return json(200, presentList(server.backend, resource, gone, metadata, 'object'))
}

export function remove(call: Call, name: string): ApiResponse {
  const { server, request, path, resource } = call
  const { backend } = server
  const object = getObject(backend, resource, path.namespace, name)
  if (resource.key === '/namespaces' && ['default', 'kube-system', 'kube-public'].includes(name))
    throw failure(
      'Forbidden',
      `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      {
        name,
        kind: 'namespaces'
      }
    )
  const options = readDeleteOptions(call, request)
  checkDeletePreconditions(call, object, options.preconditions)
  const deletion = deleteObject(backend, resource, object, options)
  // With these a real server waits for its garbage collector, so it answers with the object that is still there.
  const isWaiting = ['Orphan', 'Foreground'].includes(options.propagationPolicy ?? '')
  if (!deletion.gone || isWaiting) return one(call, deletion.object, 200)
  return resource.key === '/pods' || resource.key === '/services'
    ? one(call, deletion.object, 200)
    : json(200, deleted(resource, deletion.object))
}

interface ReadDeleteOptions extends DeleteOptions {
  readonly preconditions: Readonly<Record<string, unknown>>
}

function readDeleteOptions({ server, route }: Call, request: ApiRequest): ReadDeleteOptions {
  const body =
    request.body === undefined || request.body === ''
      ? {}
      : readBody(request.headers, request.body, server.parseYaml)
  const { propagationPolicy, gracePeriodSeconds, dryRun, preconditions, orphanDependents } =
    deleteOptionsOf(body, route.query)
  const policy = orphanDependents === true ? 'Orphan' : stringOf(propagationPolicy)
  if (policy !== undefined && !['Background', 'Foreground', 'Orphan'].includes(policy))
    throw badRequest(
      `propagationPolicy: Unsupported value: "${policy}": supported values: "Foreground", "Background", "Orphan"`
    )
  return {
    ...(policy !== undefined && {
      propagationPolicy: policy as NonNullable<DeleteOptions['propagationPolicy']>
    }),
    ...(typeof gracePeriodSeconds === 'number' && { gracePeriodSeconds }),
    dryRun: itemsOf(dryRun).includes('All'),
    preconditions: recordOf(preconditions)
  }
}

function checkDeletePreconditions(
  { resource }: Call,
  { metadata }: KubeObject,
  { uid, resourceVersion }: Readonly<Record<string, unknown>>
): void {
  const check = (what: string, wanted: unknown, is: string | undefined): void => {
    if (wanted === undefined || wanted === null || wanted === is) return
    const text = stringOf(wanted) ?? ''
    throw conflict(
      resource,
      metadata.name ?? '',
      `the ${what} in the precondition (${text}) does not match the ${what} in record (${is ?? ''}). ` +
        `The object might have been deleted and then recreated`
    )
  }
  check('UID', uid, metadata.uid)
  check('ResourceVersion', resourceVersion, metadata.resourceVersion)
}
