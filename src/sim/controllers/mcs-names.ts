import type { KubeObject } from '../../model/object.ts'

export const exportsKey = 'multicluster.x-k8s.io/serviceexports'
export const importsKey = 'multicluster.x-k8s.io/serviceimports'
export const mcsManager = 'practice-mcs-controller'

/** The label of ServiceImports that the practice cluster has made. */
export const importMark = 'netlabs/clusterset'

/** The Service behind a ServiceImport, which has the address. */
export function derivedName(name: string): string {
  return `clusterset-${name}`.slice(0, 63)
}

export function isNamed(
  { metadata }: KubeObject,
  namespace: string | undefined,
  name: string
): boolean {
  return metadata.namespace === namespace && metadata.name === name
}
