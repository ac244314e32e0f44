import { withoutFields } from '../api/merge/without-fields.ts'
import { type Writer, withManagedFields } from '../api/apply/managed-fields.ts'
import { resolved } from '../api/merge/schema-walk.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { Clock } from '../base/clock.ts'
import { jsonEqual } from '../base/json.ts'
import { gvkOf, type KubeObject, type ObjectMeta } from '../model/object.ts'
import type { FairTurns } from '../net/proxy/fair-turns.ts'
import type { Site } from './cluster-set.ts'
import type { Registry, Resource } from './registry.ts'
import type { Store } from './store.ts'

/** What server and controllers share: the objects, the kinds, time and chance. */
export interface Backend {
  readonly store: Store
  readonly registry: Registry
  readonly schemas: SchemaSet
  readonly clock: Clock
  readonly random: () => number
  /** Whose turn it is among weighted backends. */
  readonly turns: FairTurns
  /** Which one this is among practice clusters that are joined; absent when it stands alone. */
  readonly site?: Site
}

/** Now, as Kubernetes writes times: RFC 3339 in whole seconds. */
export function timestamp(backend: Backend, offsetSeconds = 0): string {
  const date = new Date(backend.clock.now() + offsetSeconds * 1000)
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** A version 4 UUID out of the backend's chance. */
export function newUid(backend: Backend): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(backend.random() * 16).toString(16)).join('')
  const variant = '89ab'.charAt(Math.floor(backend.random() * 4))
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${variant}${digits(3)}-${digits(12)}`
}

/** Letters that can't form words, as apimachinery `rand.String` uses them. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

export function randomSuffix(backend: Backend, length = 5): string {
  return Array.from({ length }, () =>
    alphabet.charAt(Math.floor(backend.random() * alphabet.length))
  ).join('')
}

export function schemaFor(backend: Backend, resource: Resource): Schema | undefined {
  return resolved(backend.schemas.schemaOf(resource.gvk), backend.schemas)
}

/** The resource of an object that is known to be served; a controller never writes another. */
export function resourceOf(backend: Backend, object: KubeObject): Resource {
  const resource = backend.registry.byKind(gvkOf(object))
  if (!resource) throw new Error(`${object.apiVersion} ${object.kind} is not served`)
  return resource
}

/** What the server itself writes into a new object. */
export function withNewIdentity(backend: Backend, object: KubeObject): KubeObject {
  const metadata = withoutFields(object.metadata, 'managedFields', 'resourceVersion')
  const born: ObjectMeta = {
    ...metadata,
    uid: newUid(backend),
    creationTimestamp: timestamp(backend)
  }
  return { ...object, metadata: born }
}

export function writerOf(
  backend: Backend,
  manager: string,
  apiVersion: string,
  subresource = ''
): Writer {
  return { manager, apiVersion, subresource, time: timestamp(backend) }
}

/** Creates an object as a controller does: complete, and beyond validation. */
export function createByController(
  backend: Backend,
  object: KubeObject,
  manager = 'kube-controller-manager'
): KubeObject {
  const resource = resourceOf(backend, object)
  const born = withNewIdentity(backend, object)
  return backend.store.put(resource.key, managed(backend, resource, undefined, born, manager, ''))
}

/** Writes a changed object as a controller does; an unchanged one stays as it is. */
export function updateByController(
  backend: Backend,
  object: KubeObject,
  subresource: '' | 'status' = '',
  manager = 'kube-controller-manager'
): KubeObject {
  const resource = resourceOf(backend, object)
  const { namespace, name = '' } = object.metadata
  const before = backend.store.get(resource.key, namespace, name)
  if (!before || jsonEqual(before, object)) return before ?? object
  return backend.store.put(
    resource.key,
    managed(backend, resource, before, object, manager, subresource)
  )
}

function managed(
  backend: Backend,
  resource: Resource,
  before: KubeObject | undefined,
  after: KubeObject,
  manager: string,
  subresource: string
): KubeObject {
  const writer = writerOf(backend, manager, resource.apiVersion, subresource)
  return withManagedFields(before, after, writer, schemaFor(backend, resource), backend.schemas)
}

/** Objects of a kind by group and plural, such as `apps/deployments`. */
export function listOf(backend: Backend, key: string, namespace?: string): KubeObject[] {
  return backend.store.list(key, namespace)
}
