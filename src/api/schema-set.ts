import { gvkKey, type GroupVersionKind } from '../model/object.ts'
import type { Schema } from './schema.ts'

/** One resource that an API server serves. */
export interface ResourceInfo {
  readonly gvk: GroupVersionKind
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly string[]
}

/** The schemas of one API server: the bundled ones, or those of a connected cluster. */
export interface SchemaSet {
  /** What a person reads of it, for example "Kubernetes 1.37 bundled". */
  readonly label: string
  schemaOf(gvk: GroupVersionKind): Schema | undefined
  /** Finds what a `$ref` names. */
  resolve(ref: string): Schema | undefined
  resourceOf(gvk: GroupVersionKind): ResourceInfo | undefined
  kinds(): readonly ResourceInfo[]
  /** True for schemas that hold some of a kind's fields only, so that unknown ones are no news. */
  isPartial(gvk: GroupVersionKind): boolean
  /**
   * Whether nobody has said that the cluster has the kind: it is known from a project that may be installed
   * in this version, in another one or not at all.
   */
  isAssumed(gvk: GroupVersionKind): boolean
  /** Whether a connected cluster itself says what the kind is. */
  isServed(gvk: GroupVersionKind): boolean
  /** Whether a kind comes from a CustomResourceDefinition rather than from Kubernetes itself. */
  isCustom(gvk: GroupVersionKind): boolean
  /** The name of the definition behind a kind, as OpenAPI documents call it. */
  definitionOf(gvk: GroupVersionKind): string | undefined
}

/** The content of `schemas/kubernetes.json`, written by `npm run generate:schemas`. */
export interface SchemaBundle {
  readonly label: string
  /** gvkKey -> name of its definition. */
  readonly kinds: Readonly<Record<string, string>>
  readonly resources: readonly BundledResource[]
  readonly definitions: Readonly<Record<string, Schema>>
  /** gvkKeys whose schema is partial. */
  readonly partial?: readonly string[]
}

export interface BundledResource {
  readonly name: string
  readonly singularName: string
  readonly namespaced: boolean
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly verbs: readonly string[]
  readonly shortNames: readonly string[]
  readonly subresources: readonly string[]
}

/** The content of `schemas/custom-kinds.json`: what kinds each further file of definitions has. */
export type BundleIndex = Readonly<Record<string, Omit<SchemaBundle, 'definitions'>>>

/** Names of definitions that Kubernetes itself has. */
export const builtInDefinition =
  /^io\.k8s\.(api|apimachinery|apiextensions-apiserver|kube-aggregator)\./

export function schemaSetFrom(bundle: SchemaBundle): SchemaSet {
  return schemaSetWith(bundle, ref =>
    Object.hasOwn(bundle.definitions, ref) ? bundle.definitions[ref] : undefined
  )
}

/** @param resolve gives the definition of a name */
export function schemaSetWith(
  bundle: Omit<SchemaBundle, 'definitions'>,
  resolve: SchemaSet['resolve']
): SchemaSet {
  const partial = new Set(bundle.partial ?? [])
  const resources = bundle.resources.map(
    ({ name, singularName, kind, group, version, ...rest }): ResourceInfo => ({
      gvk: { group, version, kind },
      plural: name,
      singular: singularName,
      ...rest
    })
  )
  const byKind = new Map(resources.map(resource => [gvkKey(resource.gvk), resource]))
  const definitionOf = (gvk: GroupVersionKind): string | undefined => {
    const key = gvkKey(gvk)
    return Object.hasOwn(bundle.kinds, key) ? bundle.kinds[key] : undefined
  }
  return {
    label: bundle.label,
    definitionOf,
    resolve,
    schemaOf: gvk => {
      const definition = definitionOf(gvk)
      return definition === undefined ? undefined : resolve(definition)
    },
    resourceOf: gvk => byKind.get(gvkKey(gvk)),
    kinds: () => resources,
    isCustom: gvk => !builtInDefinition.test(definitionOf(gvk) ?? ''),
    isAssumed: () => false,
    isServed: () => false,
    isPartial: gvk => partial.has(gvkKey(gvk))
  }
}
