import { isRecord, itemsOf, recordOf, stringOf } from '../base/json.ts'
import { failed, ok, type Result } from '../base/result.ts'
import { isKubeObject, type KubeObject } from '../model/object.ts'
import { withFieldCauses } from './apply-error.ts'
import { callApi } from './call-api.ts'
import type {
  Answer,
  ApplyOptions,
  CallOptions,
  DeleteOptions,
  ListOptions,
  ObjectList,
  ObjectRef,
  PatchOptions,
  ResourceType,
  WriteOptions
} from './cluster.ts'
import type { ClusterError } from './cluster-error.ts'
import { resourcePath, type Discovery, type ServedResource } from './discovery.ts'
import { isSecret, withoutSecretValues } from './shown-object.ts'
import type { Query, Transport, TransportRequest } from './transport.ts'

/** Who owns the fields that this product applies. https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export const fieldManager = 'kubernetes-networking-labs'

/** The verbs on objects. Types become URLs by what discovery says. */
export class ResourceClient {
  readonly #transport: Transport
  readonly #discovery: (refresh: boolean) => Answer<Discovery>
  readonly #defaultNamespace: string

  constructor(
    transport: Transport,
    discovery: (refresh: boolean) => Answer<Discovery>,
    defaultNamespace: string
  ) {
    this.#transport = transport
    this.#discovery = discovery
    this.#defaultNamespace = defaultNamespace
  }

  /** The served resource of a type; discovery is read once more before a type counts as not served. */
  async resourceOf(type: ResourceType): Answer<ServedResource> {
    for (const refresh of [false, true]) {
      const discovery = await this.#discovery(refresh)
      if (!discovery.ok) return discovery
      const resource = discovery.value.find(type)
      if (resource) return ok(resource)
    }
    return failed({
      reason: 'not-found',
      message: `The cluster does not serve ${type.kind} of ${type.apiVersion}.`,
      hint: 'Install what defines this kind (its CRDs), or check apiVersion and kind.'
    })
  }

  async get(ref: ObjectRef, options: CallOptions = {}): Answer<KubeObject> {
    const path = await this.#pathOf(ref)
    if (!path.ok) return path
    return objectFrom(
      await callApi(this.#transport, { ...callOf(options), method: 'GET', path: path.value }),
      ref
    )
  }

  async list(type: ResourceType, options: ListOptions = {}): Answer<ObjectList> {
    const resource = await this.resourceOf(type)
    if (!resource.ok) return resource
    const path = resourcePath(resource.value, namespaceOf(options.namespace))
    const filter: Query = {
      ...(options.labelSelector !== undefined && { labelSelector: options.labelSelector }),
      ...(options.fieldSelector !== undefined && { fieldSelector: options.fieldSelector })
    }
    const items: KubeObject[] = []
    const maxItems = options.maxItems ?? Number.POSITIVE_INFINITY
    let paging: Query = { limit: String(options.limit ?? pageSize) }
    for (;;) {
      const query = { ...filter, ...paging }
      const request: TransportRequest = { ...callOf(options), method: 'GET', path, query }
      const answer = await callApi(this.#transport, request)
      if (!answer.ok) {
        // The page's snapshot has expired on the way: everything at once, as client-go does.
        if (answer.error.reason !== 'gone' || paging.continue === undefined) return answer
        items.length = 0
        paging = {}
        continue
      }
      const { metadata, items: page } = recordOf(answer.value)
      const { continue: next, resourceVersion } = recordOf(metadata)
      // The items of a list carry no type of their own.
      for (const item of itemsOf(page)) items.push({ ...type, ...recordOf(item) } as KubeObject)
      const more = stringOf(next) ?? ''
      if (more === '' || items.length >= maxItems)
        return ok({
          items: items.slice(0, maxItems),
          resourceVersion: stringOf(resourceVersion) ?? '',
          truncated: more !== '' || items.length > maxItems
        })
      paging = { limit: String(options.limit ?? pageSize), continue: more }
    }
  }

  async create(written: KubeObject, options: WriteOptions = {}): Answer<KubeObject> {
    const object = withMetadata(written)
    const resource = await this.resourceOf(object)
    if (!resource.ok) return resource
    const namespace = object.metadata.namespace ?? this.#defaultNamespace
    return objectAfterWrite(
      await callApi(this.#transport, {
        ...callOf(options),
        method: 'POST',
        path: resourcePath(resource.value, { namespace }),
        query: { ...writeQuery(options), fieldManager },
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(object)
      }),
      object
    )
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Answer<void> {
    const path = await this.#pathOf(ref)
    if (!path.ok) return path
    const { uid, gracePeriodSeconds, propagationPolicy = 'Background', dryRun } = options
    const answer = await callApi(this.#transport, {
      ...callOf(options),
      method: 'DELETE',
      path: path.value,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy,
        ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
        ...(uid !== undefined && { preconditions: { uid } }),
        ...(dryRun === true && { dryRun: ['All'] })
      })
    })
    return answer.ok ? ok(undefined) : answer
  }

  async patch(ref: ObjectRef, patch: unknown, options: PatchOptions): Answer<KubeObject> {
    const path = await this.#pathOf(ref, options.subresource)
    if (!path.ok) return path
    return objectFrom(
      await callApi(this.#transport, {
        ...callOf(options),
        method: 'PATCH',
        path: path.value,
        query: { ...writeQuery(options), fieldManager },
        headers: { 'content-type': patchTypes[options.type] },
        body: JSON.stringify(patch)
      }),
      ref
    )
  }

  async apply(written: KubeObject, options: ApplyOptions = {}): Answer<KubeObject> {
    const object = withMetadata(written)
    const { name } = object.metadata
    if (name === undefined || name === '')
      return failed({
        reason: 'invalid',
        message: `${object.kind} has no metadata.name, and apply goes by name.`,
        hint: 'Give the object a name; generateName works with create only.'
      })
    const path = await this.#pathOf({ ...refOf(object), name })
    if (!path.ok) return path
    return objectAfterWrite(
      await callApi(this.#transport, {
        ...callOf(options),
        method: 'PATCH',
        path: path.value,
        query: {
          ...writeQuery(options),
          fieldManager: options.fieldManager ?? fieldManager,
          force: String(options.force === true)
        },
        headers: { 'content-type': 'application/apply-patch+yaml' },
        // JSON is YAML, and so the raw document travels as it is: unknown fields reach the server.
        body: JSON.stringify(withoutManagedFields(object))
      }),
      object
    )
  }

  async #pathOf(ref: ObjectRef, subresource?: string): Answer<string> {
    const resource = await this.resourceOf(ref)
    if (!resource.ok) return resource
    const namespace = ref.namespace ?? this.#defaultNamespace
    return ok(
      resourcePath(resource.value, {
        namespace,
        name: ref.name,
        ...(subresource !== undefined && { subresource })
      })
    )
  }
}

export function refOf(object: KubeObject): ObjectRef {
  const { namespace, name = '' } = object.metadata
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace !== undefined && { namespace }),
    name
  }
}

/** What a person is still writing may lack its metadata, whatever its type says. */
export function withMetadata(object: KubeObject): KubeObject {
  return isRecord(object.metadata) ? object : Object.assign({}, object, { metadata: {} })
}

/** The server refuses managedFields in an applied object, and nobody writes them by hand. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata.managedFields === undefined) return object
  const metadata = Object.entries(object.metadata).filter(([key]) => key !== 'managedFields')
  return { ...object, metadata: Object.fromEntries(metadata) }
}

const pageSize = 500

const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json'
} as const

function writeQuery(options: WriteOptions): Query {
  return { fieldValidation: 'Strict', ...(options.dryRun === true && { dryRun: 'All' }) }
}

function callOf({ signal, timeoutMs }: CallOptions): Pick<CallOptions, 'signal' | 'timeoutMs'> {
  return { ...(signal && { signal }), ...(timeoutMs !== undefined && { timeoutMs }) }
}

function namespaceOf(namespace: string | undefined): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace }
}

function objectAfterWrite(
  answer: Result<unknown, ClusterError>,
  object: KubeObject
): Result<KubeObject, ClusterError> {
  if (answer.ok) return objectFrom(answer, object)
  const error = withFieldCauses(answer.error, object)
  return failed(isSecret(object) ? withoutSecretValues(error) : error)
}

function objectFrom(
  answer: Result<unknown, ClusterError>,
  type: ResourceType
): Result<KubeObject, ClusterError> {
  if (!answer.ok) return answer
  if (isKubeObject(answer.value)) return ok(answer.value)
  return failed({
    reason: 'server-error',
    message: `The cluster's answer about ${type.kind} is not a Kubernetes object.`,
    hint: 'Check the server address of this context, and any proxy on the way.'
  })
}
