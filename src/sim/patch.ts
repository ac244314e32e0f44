import { conflictMessage, serverSideApply } from '../api/apply/server-side-apply.ts'
import { typedPath } from '../api/apply/typed-path.ts'
import { jsonMergePatch } from '../api/merge/json-merge-patch.ts'
import { jsonPatch } from '../api/merge/json-patch.ts'
import { strategicMergePatch } from '../api/merge/strategic-merge-patch.ts'
import { readNulls } from '../api/read-nulls.ts'
import { validateObject } from '../api/validate.ts'
import { isRecord, stringOf } from '../base/json.ts'
import type { Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import { type Backend, schemaFor, timestamp } from './backend.ts'
import { readJson, readYaml, unsupportedMediaType } from './body.ts'
import { decodeObject } from './decode.ts'
import { decodedPatch, invalidPatch, withPatchErrors } from './patch-errors.ts'
import type { Resource } from './registry.ts'
import { badRequest, failure, notFound, unforeseen } from './status.ts'
import { createObject, updateObject, type WriteOptions } from './writes.ts'

export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml'
] as const

export interface PatchRequest {
  readonly namespace: string | undefined
  readonly name: string
  readonly subresource: string
  readonly type: string
  readonly body: string
  readonly force: boolean
  readonly parseYaml: (text: string) => Result<unknown, string>
}

export interface Patched {
  readonly object: KubeObject
  readonly created: boolean
  readonly unknownFields: readonly string[]
}

/** Applies a patch of any of the four types. @throws ApiError */
export function patchObject(
  backend: Backend,
  resource: Resource,
  request: PatchRequest,
  options: WriteOptions
): Patched {
  const live = backend.store.get(resource.key, request.namespace, request.name)
  if (isApply(request.type)) return applyObject(backend, resource, request, live, options)
  if (!live) throw notFound(resource, request.name)
  if (request.type === 'application/strategic-merge-patch+json' && !resource.builtIn)
    throw unsupportedMediaType(
      request.type,
      patchTypes.filter(type => !type.includes('strategic'))
    )
  const patched = changed(backend, resource, live, request)
  const { object, unknownFields } = decodedPatch(JSON.stringify(patched), () =>
    decodeObject(backend, resource, patched)
  )
  if (unknownFields.length > 0 && options.validation === 'Strict')
    throw invalidPatch(request.body, `strict decoding error: ${unknownFields.join(', ')}`, {
      name: request.name,
      kind: resource.kind
    })
  return {
    object: updateObject(backend, resource, live, object, options, request.subresource),
    created: false,
    unknownFields
  }
}

export function isApply(type: string): boolean {
  return type === 'application/apply-patch+yaml' || type === 'application/apply-patch+json'
}

function changed(
  backend: Backend,
  resource: Resource,
  live: KubeObject,
  request: PatchRequest
): unknown {
  const patch = readJson(request.body)
  return withPatchErrors(() => {
    switch (request.type) {
      case 'application/json-patch+json':
        return jsonPatch(live, patch)
      case 'application/merge-patch+json':
        return jsonMergePatch(live, patch)
      case 'application/strategic-merge-patch+json':
        return strategicMergePatch(live, patch, schemaFor(backend, resource), backend.schemas)
      default:
        throw unsupportedMediaType(request.type, patchTypes)
    }
  })
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
function applyObject(
  backend: Backend,
  resource: Resource,
  request: PatchRequest,
  live: KubeObject | undefined,
  options: WriteOptions
): Patched {
  if (options.manager === '')
    throw failure(
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      {
        group: 'meta.k8s.io',
        kind: 'PatchOptions',
        causes: [
          {
            reason: 'FieldValueRequired',
            message: 'Required value: is required for apply patch',
            field: 'fieldManager'
          }
        ]
      }
    )
  const applied = appliedObject(backend, resource, request)
  if (!live && request.subresource !== '') throw notFound(resource, request.name)
  if (!live && applied.metadata.uid !== undefined)
    throw failure(
      'Conflict',
      `uid mismatch: the provided object specified uid ${applied.metadata.uid}, and no existing object was found`
    )
  const outcome = serverSideApply(
    live,
    applied,
    {
      manager: options.manager,
      apiVersion: resource.apiVersion,
      subresource: request.subresource,
      time: timestamp(backend),
      force: request.force
    },
    schemaFor(backend, resource),
    backend.schemas
  )
  if (outcome.conflicts.length > 0)
    throw failure('Conflict', conflictMessage(outcome.conflicts), {
      causes: outcome.conflicts.map(one => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${one.manager}`,
        field: one.field
      }))
    })
  const { namespace, subresource } = request
  return {
    object: live
      ? updateObject(backend, resource, live, outcome.object, options, subresource, true)
      : createObject(backend, resource, namespace, outcome.object, options, true),
    created: !live,
    unknownFields: []
  }
}

function appliedObject(backend: Backend, resource: Resource, request: PatchRequest): KubeObject {
  const body = readYaml(request.body, request.parseYaml)
  if (!isRecord(body)) throw badRequest('the body of an apply must be one object')
  const { kind, apiVersion, metadata } = body
  if (stringOf(kind) === undefined || stringOf(apiVersion) === undefined) {
    const [group = '', version] = (stringOf(apiVersion) ?? '/').split('/')
    throw badRequest(
      `invalid object type: ${version === undefined ? `/${group}` : `${group}/${version}`}, Kind=${stringOf(kind) ?? ''}`
    )
  }
  if (kind !== resource.kind || apiVersion !== resource.apiVersion)
    throw badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${String(apiVersion)} ${String(kind)}, ` +
        `expected: ${resource.apiVersion} ${resource.kind}`
    )
  const given = isRecord(metadata) ? metadata : {}
  if (given.managedFields !== undefined && given.managedFields !== null)
    throw badRequest('metadata.managedFields must be nil')
  if (given.name !== undefined && given.name !== request.name)
    throw badRequest(
      `the name of the object (${stringOf(given.name) ?? ''}) does not match the name on the URL (${request.name})`
    )
  const schema = schemaFor(backend, resource)
  const read = readNulls(body, schema, backend.schemas, !resource.builtIn) as KubeObject
  const object = {
    ...read,
    metadata: {
      ...(isRecord(read.metadata) ? read.metadata : {}),
      name: request.name,
      ...(resource.namespaced &&
        given.namespace === undefined &&
        request.namespace !== undefined && { namespace: request.namespace })
    }
  }
  checkDeclared(backend, resource, request, object, stringOf(given.namespace) ?? '')
  return onlyOwnPart(resource, request, object)
}

/** Server-side apply refuses what the schema doesn't have, whatever `fieldValidation` says. */
function checkDeclared(
  backend: Backend,
  resource: Resource,
  request: PatchRequest,
  object: KubeObject,
  /** As the manifest gives it; the one of the URL is not put in before. */
  namespace: string
): void {
  const schema = schemaFor(backend, resource)
  const problems = validateObject(object, backend.schemas, { onlyStructure: true, partial: true })
    .filter(error => error.type === 'unknown-field' || error.type === 'type-invalid')
    .map(error => {
      const what = error.type === 'unknown-field' ? 'field not declared in schema' : error.detail
      return `${typedPath(object, error.path, schema, backend.schemas)}: ${what}`
    })
    .sort()
  if (problems.length === 0) return
  const text = problems.length === 1 ? problems[0] : `errors:\n  ${problems.join('\n  ')}`
  const { group, version, kind } = resource
  const type = `${group}/${version}, Kind=${kind}`
  const message = `failed to create typed patch object (${namespace}/${request.name}; ${type}): ${text ?? ''}`
  throw unforeseen(message)
}

/** The object's own endpoint doesn't touch the status, and the status endpoint nothing else. */
function onlyOwnPart(resource: Resource, request: PatchRequest, object: KubeObject): KubeObject {
  if (!resource.subresources.includes('status')) return object
  const { status, ...rest } = object
  if (request.subresource !== 'status') return rest
  const { apiVersion, kind, metadata } = rest
  const { name, namespace } = metadata
  return {
    apiVersion,
    kind,
    metadata: {
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace })
    },
    ...(status !== undefined && { status })
  }
}
