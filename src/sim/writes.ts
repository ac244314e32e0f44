import { withoutFields } from '../api/merge/without-fields.ts'
import { type Writer, withManagedFields } from '../api/apply/managed-fields.ts'
import { sameForClients } from '../api/apply/server-side-apply.ts'
import { withDefaults } from '../api/defaults.ts'
import { validateObject } from '../api/validate.ts'
import { jsonEqual, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { admitCreate, admitUpdate } from './admission/admission.ts'
import { immutableErrors } from './admission/immutable.ts'
import { type Backend, randomSuffix, schemaFor, withNewIdentity, writerOf } from './backend.ts'
import { type FieldValidation, invalid } from './decode.ts'
import { finishDeletion } from './deletion.ts'
import type { Resource } from './registry.ts'
import { alreadyExists, badRequest, conflict, failure, notFound } from './status.ts'

/** Who writes and how. */
export interface WriteOptions {
  readonly manager: string
  readonly dryRun: boolean
  readonly validation: FieldValidation
}

/** Stores a new object after defaulting, admission and validation. @throws ApiError */
export function createObject(
  backend: Backend,
  resource: Resource,
  namespace: string | undefined,
  body: KubeObject,
  options: WriteOptions,
  /** Server-side apply brings its own managedFields. */
  keepManagedFields = false
): KubeObject {
  const placed = inNamespace(resource, namespace, body)
  if (placed.metadata.resourceVersion !== undefined && placed.metadata.resourceVersion !== '')
    throw badRequest('resourceVersion should not be set on objects to be created')
  needLivingNamespace(backend, resource, namespace)
  const named = withName(backend, resource, placed)
  const name = named.metadata.name ?? ''
  const fresh = withDefaults(withoutServerFields(resource, named), backend.schemas)
  const born = withNewIdentity(backend, fresh)
  // A name that is taken is told before what else is wrong with an object that can't be stored anyway.
  const taken = backend.store.get(resource.key, namespace, name) !== undefined
  const admitted = admitCreate(backend, resource, born)
  const errors = validateObject(admitted, backend.schemas, { unknownFields: 'ignore' })
  if (errors.length > 0) throw invalid(resource, name, errors)
  if (taken) throw alreadyExists(resource, name)

  const owned = keepManagedFields
    ? withEntriesOf(admitted, body)
    : withManagersOfRequest(
        backend,
        resource,
        admitted,
        asRequested(resource, born, admitted),
        writerOf(backend, options.manager, resource.apiVersion)
      )
  return options.dryRun ? owned : backend.store.put(resource.key, owned)
}

/** The new object before the server gave it addresses and the like: that part the client manages. */
function asRequested(resource: Resource, fresh: KubeObject, admitted: KubeObject): KubeObject {
  return resource.key === '/secrets' ? admitted : { ...fresh, metadata: admitted.metadata }
}

function withManagersOfRequest(
  backend: Backend,
  resource: Resource,
  admitted: KubeObject,
  requested: KubeObject,
  writer: Writer
): KubeObject {
  const schema = schemaFor(backend, resource)
  const managed = withManagedFields(undefined, requested, writer, schema, backend.schemas)
  return withEntriesOf(admitted, managed)
}

function withEntriesOf(object: KubeObject, from: KubeObject): KubeObject {
  const { managedFields } = from.metadata
  return managedFields === undefined
    ? object
    : { ...object, metadata: { ...object.metadata, managedFields } }
}

/**
 * Stores a changed object after defaulting, admission and validation; gives the live one when nothing
 * changes. @throws ApiError
 */
export function updateObject(
  backend: Backend,
  resource: Resource,
  before: KubeObject,
  body: KubeObject,
  options: WriteOptions,
  subresource = '',
  keepManagedFields = false
): KubeObject {
  const { namespace, name = '' } = before.metadata
  const placed = inNamespace(resource, namespace, body)
  if (placed.metadata.name !== name)
    throw badRequest(
      `the name of the object (${placed.metadata.name ?? ''}) does not match the name on the URL (${name})`
    )
  checkPreconditions(resource, before, placed)
  const merged = withDefaults(
    subresource === 'status'
      ? withStatusOf(before, placed)
      : withServerFieldsOf(resource, before, placed),
    backend.schemas
  )
  const admitted = admitUpdate(backend, resource, before, merged, subresource)
  const errors =
    subresource === 'status'
      ? []
      : [
          ...validateObject(withoutStatus(resource, admitted), backend.schemas, {
            unknownFields: 'ignore',
            old: before
          }),
          ...immutableErrors(resource, before, admitted)
        ]
  if (errors.length > 0) throw invalid(resource, name, errors)

  const generated = withGeneration(resource, before, admitted)
  const owned = keepManagedFields
    ? withEntriesOf(generated, body)
    : withManagedFields(
        before,
        generated,
        writerOf(backend, options.manager, resource.apiVersion, subresource),
        schemaFor(backend, resource),
        backend.schemas
      )
  if (sameForClients(before, owned) && (!keepManagedFields || sameManagers(before, owned)))
    return before
  if (options.dryRun) return owned
  const stored = backend.store.put(resource.key, owned)
  finishDeletion(backend, resource, stored)
  return stored
}

function sameManagers(before: KubeObject, after: KubeObject): boolean {
  return jsonEqual(before.metadata.managedFields, after.metadata.managedFields)
}

function inNamespace(
  resource: Resource,
  namespace: string | undefined,
  object: KubeObject
): KubeObject {
  const { namespace: written, ...metadata } = object.metadata
  if (!resource.namespaced) return { ...object, metadata }
  if (written !== undefined && written !== '' && written !== namespace)
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request`
    )
  return { ...object, metadata: { ...metadata, ...(namespace !== undefined && { namespace }) } }
}

function needLivingNamespace(
  backend: Backend,
  resource: Resource,
  namespace: string | undefined
): void {
  if (!resource.namespaced || namespace === undefined) return
  const found = backend.store.get('/namespaces', undefined, namespace)
  if (!found) throw notFound({ group: '', plural: 'namespaces' }, namespace)
  if (found.metadata.deletionTimestamp === undefined) return
  throw failure(
    'Forbidden',
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    {
      kind: resource.plural,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace'
        }
      ]
    }
  )
}

function withName(backend: Backend, resource: Resource, object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata
  if (name !== undefined && name !== '') return object
  if (generateName === undefined || generateName === '')
    throw invalid(resource, '', [
      {
        type: 'required',
        path: ['metadata', 'name'],
        detail: 'name or generateName is required',
        source: 'value'
      }
    ])
  const generated = `${generateName}${randomSuffix(backend)}`
  return { ...object, metadata: { ...object.metadata, name: generated } }
}

/** What a client sends in a new object and the server doesn't take from it. */
function withoutServerFields(resource: Resource, object: KubeObject): KubeObject {
  const metadata = withoutFields(
    object.metadata,
    'generation',
    'deletionTimestamp',
    'deletionGracePeriodSeconds'
  )
  const clean: KubeObject = {
    ...object,
    metadata: { ...metadata, ...(hasGeneration(resource) && { generation: 1 }) }
  }
  if (!resource.subresources.includes('status')) return clean
  return withoutFields(clean, 'status')
}

function checkPreconditions(resource: Resource, before: KubeObject, after: KubeObject): void {
  const { uid, resourceVersion, name = '' } = before.metadata
  if (after.metadata.uid !== undefined && after.metadata.uid !== '' && after.metadata.uid !== uid)
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${after.metadata.uid}, UID in object meta: ${uid ?? ''}`
    )
  const wanted = after.metadata.resourceVersion
  if (wanted !== undefined && wanted !== '' && wanted !== resourceVersion)
    throw conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again'
    )
}

function withServerFieldsOf(resource: Resource, before: KubeObject, after: KubeObject): KubeObject {
  const identity = identityOf(before)
  const merged: KubeObject = { ...after, metadata: { ...after.metadata, ...identity } }
  if (!resource.subresources.includes('status')) return merged
  const rest = withoutFields(merged, 'status')
  return before.status === undefined ? rest : { ...rest, status: before.status }
}

/** A status that comes from the stored object is not the client's, so it isn't held against it. */
function withoutStatus(resource: Resource, object: KubeObject): KubeObject {
  return resource.subresources.includes('status') ? withoutFields(object, 'status') : object
}

/** The status subresource changes nothing but the status. */
function withStatusOf(before: KubeObject, after: KubeObject): KubeObject {
  const rest = withoutFields(before, 'status')
  return after.status === undefined ? rest : { ...rest, status: after.status }
}

function identityOf(object: KubeObject): Record<string, unknown> {
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation } =
    object.metadata
  const { generateName } = object.metadata
  return Object.fromEntries(
    Object.entries({
      uid,
      creationTimestamp,
      deletionTimestamp,
      deletionGracePeriodSeconds,
      generation,
      generateName
    }).filter(([, value]) => value !== undefined)
  )
}

const withoutGeneration = new Set([
  '/configmaps',
  '/endpoints',
  '/events',
  '/namespaces',
  '/nodes',
  '/secrets',
  '/serviceaccounts',
  '/services',
  'coordination.k8s.io/leases'
])

function hasGeneration(resource: Resource): boolean {
  return !withoutGeneration.has(resource.key)
}

/** Counts changes of what is wanted: everything but metadata and status. */
function withGeneration(resource: Resource, before: KubeObject, after: KubeObject): KubeObject {
  if (!hasGeneration(resource) || jsonEqual(wantedOf(before), wantedOf(after))) return after
  const generation = (before.metadata.generation ?? 0) + 1
  return { ...after, metadata: { ...after.metadata, generation } }
}

function wantedOf(object: KubeObject): unknown {
  return withoutFields(object, 'metadata', 'status')
}

/** The phase that a namespace, a Pod and the like carry in their status. */
export function phaseOf(object: KubeObject): string | undefined {
  return stringOf(recordOf(object.status).phase)
}
