import { sleep, type Clock } from '../base/clock.ts'
import { failed, ok, type Result } from '../base/result.ts'
import { isKubeObject, type KubeObject } from '../model/object.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import type { LabAnswer, LabCallOptions, LabCluster, LabClusterError } from './lab-cluster.ts'

/** The labels by which the product knows what belongs to a lab, and which run of it has made an object. */
export const labLabel = 'netlabs/lab'
export const runLabel = 'netlabs/run'

/** A cluster that a lab may also be applied to. The client of the cluster room satisfies it as it is. */
export interface WritableCluster extends LabCluster {
  apply(object: KubeObject, options?: LabCallOptions): LabAnswer<KubeObject>
  delete(
    ref: ObjectName,
    options: { readonly uid: string; readonly propagationPolicy: 'Background' }
  ): LabAnswer<void>
}

interface ObjectName {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

interface Made extends ObjectName {
  readonly file: string
  /** Not known when the answer to the request got lost. */
  readonly uid: string | undefined
}

export interface LabObjectsOptions {
  readonly lab: string
  /** Names this run; a value that a label can have. */
  readonly run: string
  readonly clock: Clock
  /** Ends the waiting. A request that changes something is never broken off: one has to know what it did. */
  readonly signal: AbortSignal
  /** Says something to the person who waits. */
  readonly tell: (sentence: string) => void
}

/** A Namespace takes its time to go: everything in it goes first. Milliseconds. */
const goingLimit = 120_000
const goingEvery = 1_000

/** What one run of a lab makes in a cluster, so that exactly that can go again. */
export class LabObjects {
  readonly #cluster: WritableCluster
  readonly #options: LabObjectsOptions
  readonly #made: Made[] = []
  readonly #refused = new Set<string>()

  constructor(cluster: WritableCluster, options: LabObjectsOptions) {
    this.#cluster = cluster
    this.#options = options
  }

  /**
   * Applies all objects of a manifest, labelled with the lab and the run. An object that is there already and
   * isn't this run's is left alone; the error is a sentence that says so.
   */
  async apply(file: string, text: string): Promise<Result<void, string>> {
    // As kubectl does: what is refused keeps nothing else of the file back.
    let refused: Result<void, string> | undefined
    this.#refused.delete(file)
    for (const { value, problems } of parseYamlFile(text).documents) {
      const [problem] = problems
      if (problem) return failed(`${file} is not readable as YAML: ${problem.message}`)
      if (!isKubeObject(value)) continue
      this.#options.signal.throwIfAborted()
      const applied = await this.#applyOne(file, value)
      if (!applied.ok && !this.wasRefused(file)) return applied
      if (!applied.ok) refused ??= applied
    }
    return refused ?? ok(undefined)
  }

  /** Whether the API server took offence at what a file says, so that only another text helps. */
  wasRefused(file: string): boolean {
    return this.#refused.has(file)
  }

  /** Removes what this run has made, the last one first. Gives a sentence for each object that stays. */
  async remove(): Promise<readonly string[]> {
    return await this.#removeAll(this.#made.splice(0).reverse())
  }

  /** What only these files have made, the Namespaces among it and the rest. */
  madeBy(files: readonly string[]): { readonly namespaces: number; readonly others: number } {
    const made = this.#made.filter(({ file }) => files.includes(file))
    const namespaces = made.filter(({ kind }) => kind === 'Namespace').length
    return { namespaces, others: made.length - namespaces }
  }

  /** Removes what these files have made, as `remove` does, and waits until it is gone. */
  async takeBack(files: readonly string[]): Promise<readonly string[]> {
    const made = this.#made.filter(({ file }) => files.includes(file)).reverse()
    this.#made.splice(0, this.#made.length, ...this.#made.filter(one => !made.includes(one)))
    const left = await this.#removeAll(made)
    if (left.length > 0) return left
    const staying: string[] = []
    for (const one of made)
      if (!(await this.#isGone(one))) staying.push(`${titleOf(one)} is still being deleted.`)
    return staying
  }

  async #removeAll(made: readonly Made[]): Promise<readonly string[]> {
    const left: string[] = []
    const going: ObjectName[] = []
    for (const [i, one] of made.entries()) {
      const answer = await this.#delete(one)
      if (answer.ok) {
        going.push(one)
        continue
      }
      const isSilent = ['timeout', 'unreachable'].includes(answer.error.reason)
      const staying = isSilent ? made.slice(i) : [one]
      const stays = `${staying.map(titleOf).join(', ')} ${staying.length === 1 ? 'stays' : 'stay'}`
      left.push(`${stays} in the cluster: ${sentencesOf(answer.error)}`)
      // A cluster that is silent is silent to the next request as well.
      if (isSilent) return left
    }
    for (const namespace of going.filter(({ kind }) => kind === 'Namespace'))
      if (!this.#options.signal.aborted && !(await this.#isGone(namespace)))
        left.push(`${titleOf(namespace)} is still being deleted.`)
    return left
  }

  async #applyOne(file: string, object: KubeObject): Promise<Result<void, string>> {
    const name = nameOf(object)
    const ours = await this.#isOurs(name)
    if (!ours.ok) return ours
    const answer = await this.#cluster.apply(this.#labelled(object))
    const uid = answer.ok ? answer.value.metadata.uid : undefined
    const mayBeThere = answer.ok || lostAnswers.includes(answer.error.reason)
    if (!ours.value && mayBeThere) this.#made.push({ ...name, file, uid })
    if (!answer.ok && isAboutContent(answer.error)) this.#refused.add(file)
    return answer.ok
      ? ok(undefined)
      : failed(`${file}: ${titleOf(name)} can't be applied. ${sentencesOf(answer.error)}`)
  }

  #labelled(object: KubeObject): KubeObject {
    const { lab, run } = this.#options
    const labels = { ...object.metadata.labels, [labLabel]: lab, [runLabel]: run }
    return { ...object, metadata: { ...object.metadata, labels } }
  }

  /** True: this run has made it. False: there is no such object. Waits for a namesake that is on its way out. */
  async #isOurs(name: ObjectName): Promise<Result<boolean, string>> {
    const found = await this.#cluster.get(name)
    if (!found.ok)
      return found.error.reason === 'not-found'
        ? ok(false)
        : failed(`${titleOf(name)} can't be read. ${sentencesOf(found.error)}`)
    const { labels = {}, deletionTimestamp } = found.value.metadata
    if (deletionTimestamp !== undefined) {
      this.#options.tell(`${titleOf(name)} is being deleted. Waiting until it is gone.`)
      return (await this.#isGone(name))
        ? ok(false)
        : failed(`${titleOf(name)} is still being deleted. Look at what holds it, then try again.`)
    }
    if (labels[runLabel] === this.#options.run) return ok(true)
    return failed(`${titleOf(name)} is in the cluster already and ${this.#ownerOf(name, labels)}`)
  }

  #ownerOf(name: ObjectName, labels: Readonly<Record<string, string>>): string {
    const { lab } = this.#options
    return labels[labLabel] === lab
      ? `was made for this lab before, so somebody may be at work in it, and it is left alone. If nobody is, remove it: kubectl ${inNamespace(name)}delete ${name.kind.toLowerCase()} ${name.name}`
      : `does not belong to this lab (it has no label ${labLabel}=${lab}), so it is left alone. Choose another context.`
  }

  async #delete({ apiVersion, kind, namespace, name: called, uid: known }: Made): LabAnswer<void> {
    const name = { apiVersion, kind, name: called, ...(namespace !== undefined && { namespace }) }
    const uid = known ?? (await this.#uidIfOurs(name))
    if (uid === undefined) return ok(undefined)
    const answer = await this.#cluster.delete(name, { uid, propagationPolicy: 'Background' })
    // What went with its namespace, or was replaced by somebody, is not ours any more.
    return answer.ok || ['not-found', 'conflict'].includes(answer.error.reason)
      ? ok(undefined)
      : answer
  }

  async #uidIfOurs(name: ObjectName): Promise<string | undefined> {
    const found = await this.#cluster.get(name)
    if (!found.ok) return undefined
    const { labels = {}, uid } = found.value.metadata
    return labels[runLabel] === this.#options.run ? uid : undefined
  }

  /** Waits until an object that is being deleted is gone, or replaced, as long as that makes sense. */
  async #isGone(name: ObjectName): Promise<boolean> {
    const { clock, signal } = this.#options
    const end = clock.now() + goingLimit
    for (;;) {
      const found = await this.#cluster.get(name)
      if (found.ok ? found.value.metadata.deletionTimestamp === undefined : isNotFound(found.error))
        return true
      if (clock.now() >= end || signal.aborted) return false
      await sleep(clock, goingEvery)
    }
  }
}

/** Errors after which the request may have been carried out all the same. */
const lostAnswers = ['timeout', 'unreachable', 'cancelled', 'server-error']

function isNotFound({ reason }: LabClusterError): boolean {
  return reason === 'not-found'
}

/** Rights are refused with the same status as what an admission plugin or webhook doesn't like; their words differ. */
function isAboutContent({ reason, message }: LabClusterError): boolean {
  return (
    reason === 'invalid' ||
    reason === 'bad-request' ||
    (reason === 'forbidden' && /violates PodSecurity|denied the request/.test(message))
  )
}

function nameOf({ apiVersion, kind, metadata }: KubeObject): ObjectName {
  const { namespace, name = '' } = metadata
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) }
}

function titleOf({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

function inNamespace({ namespace }: ObjectName): string {
  return namespace === undefined ? '' : `-n ${namespace} `
}

function sentencesOf({ message, hint }: LabClusterError): string {
  return hint === undefined ? message : `${message} ${hint}`
}
