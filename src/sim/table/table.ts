import type { KubeObject } from '../../model/object.ts'
import type { Backend } from '../backend.ts'
import type { ListMetadata } from '../present.ts'
import type { Resource } from '../registry.ts'
import { age, type Column, nameColumn } from './column.ts'
import { networkColumns } from './network-columns.ts'
import { otherColumns } from './other-columns.ts'
import { workloadColumns } from './workload-columns.ts'

const columnsByResource: Readonly<Record<string, readonly Column[]>> = {
  ...workloadColumns,
  ...networkColumns,
  ...otherColumns
}

const genericColumns: readonly Column[] = [nameColumn, age]

/** `Table` of meta.k8s.io/v1: what `kubectl get` prints, with the columns of the real API server. */
export function tableOf(
  backend: Backend,
  resource: Resource,
  objects: readonly KubeObject[],
  options: { readonly includeObject: string; readonly metadata: ListMetadata }
): unknown {
  const columns = columnsByResource[resource.key] ?? genericColumns
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: columns.map(({ name, type, wide, description }) => ({
      name,
      type: type ?? 'string',
      format: name === 'Name' ? 'name' : '',
      description: description ?? name,
      priority: wide === true ? 1 : 0
    })),
    rows: objects.map(object => ({
      cells: columns.map(column => column.cell(object, backend.clock.now())),
      ...(options.includeObject !== 'None' && { object: includedOf(object, options.includeObject) })
    }))
  }
}

function includedOf(object: KubeObject, includeObject: string): unknown {
  if (includeObject === 'Object') return object
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata
  }
}
