import { withoutFields } from '../api/merge/without-fields.ts'
import type { KubeObject } from '../model/object.ts'
import type { AnswerShape } from './body.ts'
import type { Backend } from './backend.ts'
import type { Resource } from './registry.ts'
import { tableOf } from './table/table.ts'

/** An object in the version that the client asked for. */
export function inVersion(resource: Resource, object: KubeObject): KubeObject {
  return object.apiVersion === resource.apiVersion
    ? object
    : { ...object, apiVersion: resource.apiVersion }
}

/** One object in the shape that the client asked for. */
export function presentOne(
  backend: Backend,
  resource: Resource,
  object: KubeObject,
  shape: AnswerShape,
  includeObject = 'Metadata'
): unknown {
  const versioned = inVersion(resource, object)
  if (shape === 'metadata') return metadataOnly(versioned)
  if (shape === 'table')
    return tableOf(backend, resource, [versioned], {
      includeObject,
      metadata: { resourceVersion: object.metadata.resourceVersion ?? '' }
    })
  return versioned
}

export interface ListMetadata {
  readonly resourceVersion: string
  readonly continue?: string
  readonly remainingItemCount?: number
}

export function presentList(
  backend: Backend,
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: ListMetadata,
  shape: AnswerShape,
  includeObject = 'Metadata'
): unknown {
  const items = objects.map(object => inVersion(resource, object))
  if (shape === 'table') return tableOf(backend, resource, items, { includeObject, metadata })
  if (shape === 'metadata')
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: items.map(metadataOnly)
    }
  return {
    kind: `${resource.kind}List`,
    apiVersion: resource.apiVersion,
    metadata,
    // Items of a list of a built-in kind don't repeat it; those of custom kinds do.
    items: resource.builtIn ? items.map(withoutType) : items
  }
}

function withoutType(object: KubeObject): unknown {
  return withoutFields(object, 'apiVersion', 'kind')
}

function metadataOnly(object: KubeObject): unknown {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata
  }
}
