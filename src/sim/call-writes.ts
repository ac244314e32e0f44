import type { KubeObject } from '../model/object.ts'
import { podSecurityWarnings } from './admission/pod-security.ts'
import { contentTypeOf, readBody } from './body.ts'
import { type Call, one } from './call.ts'
import { decodeObject, type FieldValidation } from './decode.ts'
import { patchObject, patchTypes } from './patch.ts'
import { getObject } from './reads.ts'
import { checkNotRefused, inertWarnings } from './inert-kinds.ts'
import type { ApiResponse } from './practice-cluster.ts'
import type { Route } from './route.ts'
import { badRequest, failure, type ApiError } from './status.ts'
import { createObject, updateObject, type WriteOptions } from './writes.ts'

export function post(call: Call): ApiResponse {
  const { server, request, path, resource } = call
  checkNotRefused(resource)
  const body = readBody(request.headers, request.body, server.parseYaml)
  const { object, warnings, options } = decodeWrite(call, body, 'CreateOptions')
  const created = createObject(server.backend, resource, path.namespace, object, options)
  const unsafe = podSecurityWarnings(server.backend, resource, created, undefined)
  return one(call, created, 201, [...warnings, ...unsafe, ...inertWarnings(resource)])
}

/** Replaces an object, or its status. */
export function put(call: Call, name: string, subresource: string): ApiResponse {
  const { server, request, path, resource } = call
  const body = readBody(request.headers, request.body, server.parseYaml)
  const { object, warnings, options } = decodeWrite(call, body, 'UpdateOptions')
  const given = object.metadata.name ?? ''
  // Before the object is looked for: what a body says of itself is judged first.
  if (given !== '' && given !== name)
    throw badRequest(
      `the name of the object (${given}) does not match the name on the URL (${name})`
    )
  const before = getObject(server.backend, resource, path.namespace, name)
  const stored = updateObject(server.backend, resource, before, object, options, subresource)
  const unsafe =
    subresource === '' ? podSecurityWarnings(server.backend, resource, stored, before) : []
  return one(call, stored, 200, [...warnings, ...unsafe])
}

export function patch(call: Call, name: string, subresource: string): ApiResponse {
  const { server, request, route, path, resource } = call
  checkNotRefused(resource)
  const type = contentTypeOf(request.headers)
  if (![...patchTypes, 'application/apply-patch+json'].includes(type))
    throw failure(
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: ' +
        patchTypes.join(', ')
    )
  const isApply = type.startsWith('application/apply-patch')
  const options = writeOptionsOf(route, 'PatchOptions', isApply)
  const before = server.backend.store.get(resource.key, path.namespace, name)
  const { object, created, unknownFields } = patchObject(
    server.backend,
    resource,
    {
      namespace: path.namespace,
      name,
      subresource,
      type,
      body: request.body ?? '',
      force: route.query.get('force') === 'true',
      parseYaml: server.parseYaml
    },
    options
  )
  const warnings = options.validation === 'Warn' ? unknownFields : []
  const unsafe =
    subresource === '' ? podSecurityWarnings(server.backend, resource, object, before) : []
  return one(call, object, created ? 201 : 200, [
    ...warnings,
    ...unsafe,
    ...(created ? inertWarnings(resource) : [])
  ])
}

/** Reads and checks a body that is a whole object. */
function decodeWrite(
  { server, route, resource }: Call,
  body: unknown,
  kind: OptionsKind
): { object: KubeObject; warnings: readonly string[]; options: WriteOptions } {
  const options = writeOptionsOf(route, kind)
  const { object, unknownFields } = decodeObject(server.backend, resource, body)
  if (unknownFields.length > 0 && options.validation === 'Strict')
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ` +
        `strict decoding error: ${unknownFields.join(', ')}`
    )
  return { object, options, warnings: options.validation === 'Warn' ? unknownFields : [] }
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'

function invalidOptions(
  kind: OptionsKind,
  field: string,
  value: string,
  supported: readonly string[]
): ApiError {
  const listed = supported.map(one => JSON.stringify(one)).join(', ')
  const message = `Unsupported value: ${value}: supported values: ${listed}`
  return failure('Invalid', `${kind}.meta.k8s.io "" is invalid: ${field}: ${message}`, {
    group: 'meta.k8s.io',
    kind,
    causes: [{ reason: 'FieldValueNotSupported', message, field }]
  })
}

function writeOptionsOf(route: Route, kind: OptionsKind, isApply = false): WriteOptions {
  const { query, headers } = route
  const dryRun = query.getAll('dryRun').filter(value => value !== '')
  if (dryRun.some(value => value !== 'All'))
    throw invalidOptions(kind, 'dryRun', JSON.stringify(dryRun), ['All'])
  const validation = query.get('fieldValidation') ?? ''
  if (!['', 'Strict', 'Warn', 'Ignore'].includes(validation))
    throw invalidOptions(kind, 'fieldValidation', JSON.stringify(validation), [
      '',
      'Ignore',
      'Strict',
      'Warn'
    ])
  const agent = (headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown'
  return {
    manager: query.get('fieldManager') ?? (isApply ? '' : agent),
    dryRun: dryRun.length > 0,
    validation: validation === '' ? 'Warn' : (validation as FieldValidation)
  }
}
