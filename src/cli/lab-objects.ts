import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Cluster, ObjectRef } from '../cluster/cluster.ts'
import { isKubeObject, type KubeObject } from '../model/object.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import { CommandFailure } from './command-failure.ts'
import { sentencesOf } from './lab-cluster.ts'

/** The label by which the product knows what belongs to a lab. */
const labLabel = 'netlabs/lab'

interface Made extends ObjectRef {
  readonly uid: string
}

/** What one run of a lab makes in a cluster, so that exactly that can go again. */
export class LabObjects {
  readonly #cluster: Cluster
  readonly #lab: string
  readonly #made: Made[] = []

  constructor(cluster: Cluster, lab: string) {
    this.#cluster = cluster
    this.#lab = lab
  }

  /** Applies all documents of a file. An object that is there already and isn't the lab's is left alone. */
  async apply(file: string): Promise<void> {
    for (const { value } of parseYamlFile(await readFile(file, 'utf8')).documents) {
      if (!isKubeObject(value)) continue
      const isNew = await this.#isNew(value)
      const answer = await this.#cluster.apply(value)
      if (!answer.ok)
        throw new CommandFailure(
          `${path.basename(file)}: ${titleOf(value)} can't be applied. ${sentencesOf(answer.error)}`
        )
      const { uid } = answer.value.metadata
      if (isNew && uid !== undefined) this.#made.push({ ...refOf(value), uid })
    }
  }

  /** Removes what this run has made, the last one first; says what stays. */
  async remove(tell: (sentence: string) => void): Promise<void> {
    for (const { uid, ...ref } of this.#made.splice(0).reverse()) {
      const answer = await this.#cluster.delete(ref, { uid, propagationPolicy: 'Background' })
      // What went with its namespace, or was replaced by somebody, is not ours any more.
      if (answer.ok || ['not-found', 'conflict'].includes(answer.error.reason)) continue
      tell(`${ref.kind} ${ref.name} stays in the cluster: ${sentencesOf(answer.error)}`)
    }
  }

  async #isNew(object: KubeObject): Promise<boolean> {
    const found = await this.#cluster.get(refOf(object))
    if (!found.ok) {
      if (found.error.reason === 'not-found') return true
      throw new CommandFailure(`${titleOf(object)} can't be read. ${sentencesOf(found.error)}`)
    }
    if (found.value.metadata.deletionTimestamp !== undefined)
      throw new CommandFailure(`${titleOf(object)} is being deleted. Wait until it is gone.`)
    if (found.value.metadata.labels?.[labLabel] === this.#lab) return false
    throw new CommandFailure(
      `${titleOf(object)} is in the cluster already and does not belong to this lab (it has no label ${labLabel}=${this.#lab}), so it is left alone. Choose another context.`
    )
  }
}

function refOf({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  const { namespace, name = '' } = metadata
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) }
}

function titleOf({ kind, metadata: { namespace, name = '' } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}
