import type { FieldPath } from '../base/field-path.ts'
import type { GroupVersionKind, KubeObject } from '../model/object.ts'
import type { YamlDocument } from '../yaml/yaml-file.ts'

/** One object of a workspace with the place it stands at. */
export interface Manifest<Kind extends KubeObject = KubeObject> {
  readonly uri: string
  readonly gvk: GroupVersionKind
  /** Group, version and kind as one text: `networking.k8s.io/v1/Ingress`. */
  readonly key: string
  /** Copy of the object without the fields whose type is wrong, so that it can be read as its kind. */
  readonly object: Kind
  readonly name: string | undefined
  /** As written; without one the object lands in the namespace that kubectl is set to. */
  readonly namespace: string | undefined
  readonly document: YamlDocument
  /** Where the object begins in its document: empty, or `items[3]` inside a List. */
  readonly path: FieldPath
  /** Part of an object only, such as a kustomize patch: what is absent here says nothing. */
  readonly partial: boolean
}

/**
 * Whether two manifests can be in one namespace. A manifest without a namespace can be in any,
 * because whoever applies it decides.
 */
export function mayShareNamespace(
  a: Pick<Manifest, 'namespace'>,
  b: Pick<Manifest, 'namespace'>
): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace
}

/** How a sentence names an object: `Service backend/web`. */
export function describeManifest(manifest: Manifest): string {
  const name = manifest.name ?? '(no name)'
  return manifest.namespace === undefined
    ? `${manifest.gvk.kind} ${name}`
    : `${manifest.gvk.kind} ${manifest.namespace}/${name}`
}
