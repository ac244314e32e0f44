import type { Manifest } from '../../src/rules/manifest.ts'
import type { Rule } from '../../src/rules/define-rule.ts'
import type { WorkspaceView } from '../../src/rules/workspace-view.ts'

/**
 * The same rules over objects that count how often they are looked at, which is work that no busy machine changes.
 * Only plain data counts: what reads YAML keeps its own.
 */
export function counting(rules: readonly Rule[]): {
  readonly rules: readonly Rule[]
  looks(): number
} {
  let looks = 0
  const proxies = new WeakMap<object, object>()
  const counted = <Value>(value: Value): Value => {
    if (typeof value !== 'object' || value === null) return value
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== Array.prototype) return value
    let proxy = proxies.get(value)
    if (!proxy) {
      proxy = new Proxy(value, {
        get(target, key, receiver) {
          looks++
          return counted(Reflect.get(target, key, receiver))
        }
      })
      proxies.set(value, proxy)
    }
    return proxy as Value
  }
  const manifests = new WeakMap<Manifest, Manifest>()
  const withCount = (manifest: Manifest): Manifest => {
    let own = manifests.get(manifest)
    if (!own) manifests.set(manifest, (own = { ...manifest, object: counted(manifest.object) }))
    return own
  }
  const views = new WeakMap<WorkspaceView, WorkspaceView>()
  const derived = new WeakMap<WorkspaceView, Map<unknown, unknown>>()
  const overView = (view: WorkspaceView): WorkspaceView => {
    let own = views.get(view)
    if (own) return own
    const results = new Map<unknown, unknown>()
    derived.set(view, results)
    own = {
      all: key => counted(view.all(key).map(withCount)),
      ofKind: (group, kind) => counted(view.ofKind(group, kind).map(withCount)),
      everything: () => counted(view.everything().map(withCount)),
      derive: <Value>(computation: (workspace: WorkspaceView) => Value): Value => {
        if (!results.has(computation)) results.set(computation, computation(overView(view)))
        return results.get(computation) as Value
      }
    }
    views.set(view, own)
    return own
  }
  return {
    looks: () => looks,
    rules: rules.map(rule => ({
      ...rule,
      check: context => {
        rule.check({
          ...context,
          manifest: withCount(context.manifest),
          workspace: overView(context.workspace)
        })
      }
    }))
  }
}
