import type { KubeObject } from '../../model/object.ts'

/** A file name for a read-only page of an object. */
export function fileNameOf(object: KubeObject): string {
  const { name = 'object', namespace } = object.metadata
  return `${object.kind.toLowerCase()}-${namespace === undefined ? '' : `${namespace}-`}${name}.yaml`
}
