import { gvkKey } from '../model/object.ts'
import type { SchemaSet } from './schema-set.ts'

/**
 * The schemas of a connected cluster before those that are bundled: a kind that the cluster serves is as the
 * cluster has it, its CustomResourceDefinitions among them, and what it lacks is known all the same.
 */
export function layeredSchemas(first: SchemaSet, then: SchemaSet): SchemaSet {
  const setOf = (gvk: Parameters<SchemaSet['schemaOf']>[0]): SchemaSet =>
    first.definitionOf(gvk) === undefined ? then : first
  const own = new Set(first.kinds().map(({ gvk }) => gvkKey(gvk)))
  const kinds = [...first.kinds(), ...then.kinds().filter(({ gvk }) => !own.has(gvkKey(gvk)))]
  return {
    label: first.label,
    schemaOf: gvk => setOf(gvk).schemaOf(gvk),
    definitionOf: gvk => setOf(gvk).definitionOf(gvk),
    isCustom: gvk => setOf(gvk).isCustom(gvk),
    isPartial: gvk => setOf(gvk).isPartial(gvk),
    isAssumed: gvk => setOf(gvk).isAssumed(gvk),
    isServed: gvk => first.definitionOf(gvk) !== undefined,
    resourceOf: gvk => first.resourceOf(gvk) ?? then.resourceOf(gvk),
    kinds: () => kinds,
    resolve: ref => first.resolve(ref) ?? then.resolve(ref)
  }
}
