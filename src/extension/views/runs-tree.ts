import { objectTitle, type KubeObject } from '../../model/object.ts'
import type { TreeNode } from './tree-node.ts'

export interface RunFacts {
  readonly lab: string
  readonly title: string
  readonly run: string
  /** Such as `yesterday 10:42`. */
  readonly since: string
  readonly objects: readonly KubeObject[]
}

/** The rows of the Runs view: each run with what it has made in the cluster, Namespaces first. */
export function runsTree(runs: readonly RunFacts[]): readonly TreeNode[] {
  return runs
    .filter(({ objects }) => objects.length > 0)
    .map(({ lab, title, run, since, objects }) => {
      const count = objects.length === 1 ? '1 object' : `${objects.length} objects`
      return {
        id: `run/${run}`,
        label: title,
        description: `${count} · since ${since}`,
        icon: 'layers',
        tooltip: `${title}\n\nEverything here carries the label netlabs/run=${run}.`,
        spoken: `Run of ${title}, ${count}, since ${since}`,
        kind: 'run',
        expanded: true,
        children: [...objects].sort(namespacesFirst).map(object => objectNode(run, object)),
        step: { lab }
      }
    })
}

function objectNode(run: string, object: KubeObject): TreeNode {
  const { apiVersion, kind, metadata } = object
  const { namespace, name = '' } = metadata
  const going = metadata.deletionTimestamp !== undefined
  return {
    id: `run/${run}/${kind}/${namespace ?? ''}/${name}`,
    label: name,
    description: [kind, namespace, going ? 'is being deleted' : '']
      .filter(part => part !== undefined && part !== '')
      .join(' · '),
    icon: kind === 'Namespace' ? 'json' : 'symbol-field',
    spoken: `${objectTitle(object)}${going ? ', is being deleted' : ''}`,
    kind: 'object',
    children: [],
    object: { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) }
  }
}

function namespacesFirst(a: KubeObject, b: KubeObject): number {
  const rank = ({ kind }: KubeObject): number => (kind === 'Namespace' ? 0 : 1)
  const title = (object: KubeObject): string => objectTitle(object)
  return rank(a) - rank(b) || (title(a) < title(b) ? -1 : 1)
}
