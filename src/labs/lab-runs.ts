import { failed, ok, type Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import type { LabAnswer, LabCallOptions, LabClusterError } from './lab-cluster.ts'
import { labLabel, runLabel, type WritableCluster } from './lab-objects.ts'

/** A cluster that also tells which kinds it serves. The client of the cluster room satisfies it as it is. */
export interface RunsCluster extends WritableCluster {
  discovery(): LabAnswer<{
    readonly resources: readonly {
      readonly group: string
      readonly version: string
      readonly kind: string
      readonly verbs: readonly string[]
    }[]
  }>
}

/** An object that a run of a lab has made, and that is still there. */
export interface RunObject {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
}

/** What one run of a lab has left in a cluster. */
export interface LabRun {
  readonly run: string
  readonly lab: string
  /** Namespaces last: with them everything in them goes. */
  readonly objects: readonly RunObject[]
}

/** Events and leases carry no labels of ours, and Pods and slices go with what owns them. */
const passedOver = new Set(['Event', 'Lease', 'Pod', 'ReplicaSet', 'EndpointSlice', 'Endpoints'])

/** The runs whose objects are still in the cluster, by their labels. A kind that can't be listed is named. */
export async function findRuns(
  cluster: RunsCluster,
  options: LabCallOptions = {}
): Promise<
  Result<{ readonly runs: readonly LabRun[]; readonly unread: readonly string[] }, LabClusterError>
> {
  const discovery = await cluster.discovery()
  if (!discovery.ok) return discovery
  const types = new Map<string, { readonly apiVersion: string; readonly kind: string }>()
  for (const { group, version, kind, verbs } of discovery.value.resources)
    if (verbs.includes('list') && verbs.includes('delete') && !passedOver.has(kind)) {
      // The first version that a group serves is the one that it prefers.
      const key = `${group}/${kind}`
      if (!types.has(key))
        types.set(key, { apiVersion: group === '' ? version : `${group}/${version}`, kind })
    }
  const runs = new Map<string, { lab: string; objects: RunObject[] }>()
  const unread: string[] = []
  for (const type of types.values()) {
    const found = await cluster.list(type, { ...options, labelSelector: runLabel })
    options.signal?.throwIfAborted()
    if (!found.ok) unread.push(type.kind)
    else
      for (const object of found.value.items) {
        const { [runLabel]: run = '', [labLabel]: lab = '' } = object.metadata.labels ?? {}
        const known = runs.get(run) ?? { lab, objects: [] }
        runs.set(run, known)
        known.objects.push(runObject(type, object))
      }
  }
  return ok({
    runs: [...runs].map(([run, { lab, objects }]) => ({
      run,
      lab,
      objects: objects.sort(
        (a, b) => Number(a.kind === 'Namespace') - Number(b.kind === 'Namespace')
      )
    })),
    unread
  })
}

function runObject(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  { metadata }: KubeObject
): RunObject {
  const { namespace, name = '', uid = '' } = metadata
  return { apiVersion, kind, name, uid, ...(namespace !== undefined && { namespace }) }
}

/** Removes what a run has left, each object by its UID. Gives a sentence for each that stays. */
export async function removeRun(
  cluster: WritableCluster,
  { objects }: LabRun
): Promise<readonly string[]> {
  const namespaces = new Set(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name)
  )
  const left: string[] = []
  for (const { uid, ...ref } of objects) {
    // It goes with its Namespace, which is this run's as well.
    if (ref.namespace !== undefined && namespaces.has(ref.namespace)) continue
    const answer = await cluster.delete(ref, { uid, propagationPolicy: 'Background' })
    const isGone = answer.ok || ['not-found', 'conflict'].includes(answer.error.reason)
    if (!isGone) left.push(sentenceOf(ref, answer))
  }
  return left
}

function sentenceOf(
  { kind, namespace, name }: Omit<RunObject, 'uid'>,
  answer: Result<void, LabClusterError>
): string {
  const title = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
  return `${title} stays in the cluster: ${answer.ok ? '' : answer.error.message}`
}

/** The runs that a person means: one by its id, all of a lab, or all. */
export function chooseRuns(
  runs: readonly LabRun[],
  { run, lab }: { readonly run?: string | undefined; readonly lab?: string | undefined }
): Result<readonly LabRun[], string> {
  const chosen = runs.filter(
    one => (run === undefined || one.run === run) && (lab === undefined || one.lab === lab)
  )
  if (chosen.length > 0 || (run === undefined && lab === undefined)) return ok(chosen)
  const known = runs.map(one => `${one.run} of ${one.lab}`).join(', ')
  return failed(`there is no such run${known === '' ? ', and no other' : `. There is: ${known}`}.`)
}
