import { groupBy } from '../base/group-by.ts'
import type { Manifest } from '../rules/manifest.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'

/** Manifests of all files by type; a change of one file touches only the types that it holds. */
export class ManifestIndex {
  readonly #byType = new Map<string, Map<string, readonly Manifest[]>>()
  readonly #flat = new Map<string, readonly Manifest[]>()
  #everything: readonly Manifest[] | undefined

  replace(uri: string, before: readonly Manifest[], after: readonly Manifest[]): void {
    if (before.length === 0 && after.length === 0) return
    this.#everything = undefined
    for (const { key } of before) {
      this.#byType.get(key)?.delete(uri)
      this.#flat.delete(key)
    }
    for (const [key, manifests] of groupBy(after, manifest => manifest.key)) {
      const files = this.#byType.get(key) ?? new Map<string, readonly Manifest[]>()
      files.set(uri, manifests)
      this.#byType.set(key, files)
      this.#flat.delete(key)
    }
  }

  all(key: string): readonly Manifest[] {
    let manifests = this.#flat.get(key)
    if (!manifests) {
      manifests = [
        ...(this.#byType.get(key) ?? new Map<string, readonly Manifest[]>()).values()
      ].flat()
      this.#flat.set(key, manifests)
    }
    return manifests
  }

  ofKind(group: string, kind: string): readonly Manifest[] {
    return [...this.#byType.keys()]
      .filter(key => {
        const parts = key.split('/')
        const ownGroup = parts.length > 2 ? parts[0] : ''
        return parts.at(-1) === kind && ownGroup === group
      })
      .flatMap(key => this.all(key))
  }

  everything(): readonly Manifest[] {
    this.#everything ??= [...this.#byType.keys()].flatMap(key => this.all(key))
    return this.#everything
  }
}

/** What the rules see: the index as it is now, with results kept until the next change. */
export function viewOf(index: ManifestIndex): WorkspaceView {
  const derived = new Map<unknown, unknown>()
  const kinds = new Map<string, readonly Manifest[]>()
  const view: WorkspaceView = {
    all: key => index.all(key),
    ofKind: (group, kind) => {
      const key = `${group}/${kind}`
      let found = kinds.get(key)
      if (!found) kinds.set(key, (found = index.ofKind(group, kind)))
      return found
    },
    everything: () => index.everything(),
    derive<Value>(computation: (workspace: WorkspaceView) => Value): Value {
      if (!derived.has(computation)) derived.set(computation, computation(view))
      return derived.get(computation) as Value
    }
  }
  return view
}
