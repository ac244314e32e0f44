import type { Manifest } from '../manifest.ts'

/** The folder of a file: what stands in one folder was most likely written to go together. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}

/**
 * Whether two manifests speak of one cluster as far as can be told: they stand in one folder, or both name
 * their namespaces. Without that, `Service reviews` of two example applications would be one.
 */
export function belongTogether(
  a: Pick<Manifest, 'uri' | 'namespace'>,
  b: Pick<Manifest, 'uri' | 'namespace'>
): boolean {
  return (
    folderOf(a.uri) === folderOf(b.uri) || (a.namespace !== undefined && b.namespace !== undefined)
  )
}
