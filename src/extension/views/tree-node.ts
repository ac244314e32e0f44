import type { ObjectRef } from '../../cluster/cluster.ts'

/** One row of a view as data, so that what a view shows can be tested without an editor. */
export interface TreeNode {
  /** Stays the same as long as the thing does. */
  readonly id: string
  readonly label: string
  readonly description?: string
  /** A product icon's name. */
  readonly icon: string
  /** A theme colour for the icon; it never carries a meaning that the text lacks. */
  readonly color?: string
  readonly tooltip?: string
  /** What a screen reader says in place of label and icon. */
  readonly spoken: string
  /** What `when` clauses of menus see as `viewItem`. */
  readonly kind: string
  readonly expanded?: boolean
  readonly children: readonly TreeNode[]
  /** The object that the row stands for. */
  readonly object?: ObjectRef
  /** The lab and step that the row stands for. */
  readonly step?: { readonly lab: string; readonly step?: string }
}
