import type { Manifest } from './manifest.ts'

/** What a rule sees of the other manifests. It never changes while the rules run. */
export interface WorkspaceView {
  /** Every manifest of one type (`v1/Pod`), in the order of files and documents. */
  all(gvkKey: string): readonly Manifest[]
  /** Manifests of a kind in any version of its group: `gateway.networking.k8s.io`, `Gateway`. */
  ofKind(group: string, kind: string): readonly Manifest[]
  /** Manifests of every type, for rules that ask what else is here. */
  everything(): readonly Manifest[]
  /** The result of a computation over the workspace, computed once for all rules. */
  derive<Value>(computation: (workspace: WorkspaceView) => Value): Value
}
