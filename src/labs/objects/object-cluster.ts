import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Result } from '../../base/result.ts'
import type { LabCallOptions, LabCluster, LabClusterError } from '../lab-cluster.ts'

/** What the judgement of an object asks of a cluster. The client of the cluster room satisfies it as it is. */
export interface ObjectCluster extends Pick<LabCluster, 'context' | 'simulated' | 'get'> {
  readonly defaultNamespace: string
  list(
    type: ObjectType,
    options?: LabCallOptions & { readonly namespace?: string; readonly maxItems?: number }
  ): Promise<
    Result<{ readonly items: readonly KubeObject[]; readonly truncated: boolean }, LabClusterError>
  >
  /** A dry-run of apply beside the object as it is. `force` only decides what the dry-run answers. */
  previewOf(
    object: KubeObject,
    options?: LabCallOptions & { readonly force?: boolean }
  ): Promise<Result<ObjectPreview, ObjectError>>
}

export interface ObjectType {
  readonly apiVersion: string
  readonly kind: string
}

export interface ObjectPreview {
  readonly kind: 'create' | 'update' | 'unchanged'
  readonly live?: KubeObject
  readonly changedPaths: readonly FieldPath[]
}

/** A refusal with the server's own details. */
export interface ObjectError extends LabClusterError {
  readonly status?: { readonly details?: { readonly kind?: string } }
}
