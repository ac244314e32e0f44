import { kindKey, type KubeObject } from '../model/object.ts'

/** What others can't be made without, the first first. */
const early = [
  '/Namespace',
  'apiextensions.k8s.io/CustomResourceDefinition',
  '/ServiceAccount',
  '/ConfigMap',
  '/Secret'
]

/**
 * The order in which the objects of a file are applied: Namespaces and definitions of kinds before what
 * lives in them, then what Pods read when they start, then the rest as the file has it.
 */
export function applyOrder<Item>(
  items: readonly Item[],
  objectOf: (item: Item) => KubeObject
): readonly Item[] {
  const rank = (item: Item): number => {
    const index = early.indexOf(kindKey(objectOf(item)))
    return index < 0 ? early.length : index
  }
  // The sort is stable, so the order of the file stays inside one rank.
  return [...items].sort((a, b) => rank(a) - rank(b))
}
