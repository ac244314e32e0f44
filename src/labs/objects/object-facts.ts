import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Network } from '../../net/network.ts'
import type { LabClusterError } from '../lab-cluster.ts'

/** How the text of an object and the cluster go together, as the server itself says. */
export type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'differs'; readonly fields: readonly FieldPath[] }
  | { readonly kind: 'absent'; readonly because?: string; readonly next?: string }
  /** The server would not take the text. */
  | { readonly kind: 'refused'; readonly error: LabClusterError }
  /** The cluster does not know the kind. */
  | { readonly kind: 'not-served'; readonly error: LabClusterError }
  /** The question itself failed. */
  | { readonly kind: 'unknown'; readonly error: LabClusterError }

/** What was read about one object of a manifest. Judging it needs nothing else. */
export interface ObjectFacts {
  readonly written: KubeObject
  /** The object as it is in the cluster; absent when it isn't there or can't be read. */
  readonly live?: KubeObject
  readonly comparison: Comparison
  /** The objects around it that matter for its kind. */
  readonly network: Network
  /** Kinds that were needed and could not be read, each with its reason as a sentence. */
  readonly unread: ReadonlyMap<string, string>
  /** True on the practice cluster. */
  readonly simulated: boolean
}
