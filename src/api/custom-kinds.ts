import { gvkKey } from '../model/object.ts'
import { schemaSetFrom, type BundleIndex, type SchemaSet } from './schema-set.ts'
import type { Schema } from './schema.ts'

/**
 * The schemas of Kubernetes together with those of projects that bring kinds of their own. The definitions of
 * a project are read when a kind of it is first asked for, since most people use few of them.
 * @param definitionsOf reads what belongs to a name of the index
 */
export function withCustomKinds(
  base: SchemaSet,
  index: BundleIndex,
  definitionsOf: (name: string) => Readonly<Record<string, Schema>>
): SchemaSet {
  const nameOf = new Map<string, string>()
  for (const [name, { kinds }] of Object.entries(index))
    for (const key of Object.keys(kinds)) nameOf.set(key, name)
  const loaded = new Map<string, SchemaSet>()
  const load = (name: string): SchemaSet | undefined => {
    const bundle = index[name]
    if (!bundle || loaded.has(name)) return loaded.get(name)
    const set = schemaSetFrom({ ...bundle, definitions: definitionsOf(name) })
    loaded.set(name, set)
    return set
  }
  const setOf = (key: string): SchemaSet => {
    const name = nameOf.get(key)
    return (name === undefined ? undefined : load(name)) ?? base
  }
  const resources = Object.values(index).flatMap(bundle =>
    schemaSetFrom({ ...bundle, definitions: {} }).kinds()
  )
  const all = [...base.kinds(), ...resources]
  const byKind = new Map(resources.map(resource => [gvkKey(resource.gvk), resource]))
  return {
    label: base.label,
    schemaOf: gvk => setOf(gvkKey(gvk)).schemaOf(gvk),
    definitionOf: gvk => setOf(gvkKey(gvk)).definitionOf(gvk),
    isCustom: gvk => nameOf.has(gvkKey(gvk)) || base.isCustom(gvk),
    isPartial: gvk => setOf(gvkKey(gvk)).isPartial(gvk),
    isAssumed: gvk => nameOf.has(gvkKey(gvk)) || base.isAssumed(gvk),
    isServed: gvk => base.isServed(gvk),
    resourceOf: gvk => base.resourceOf(gvk) ?? byKind.get(gvkKey(gvk)),
    kinds: () => all,
    resolve: ref => {
      const own = base.resolve(ref)
      if (own) return own
      for (const set of loaded.values()) {
        const found = set.resolve(ref)
        if (found) return found
      }
      return undefined
    }
  }
}
