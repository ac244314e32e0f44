import { Emitter, type Event } from '../base/events.ts'
import type { KubeObject } from '../model/object.ts'

export interface Change {
  readonly revision: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** Group and plural: `apps/deployments`, `/pods`. */
  readonly resource: string
  readonly object: KubeObject
  /** The version before, for watchers whose selector it left or entered. */
  readonly previous: KubeObject | undefined
}

/** A watch that starts further back than this many changes gets 410 Expired, as with a compacted etcd. */
const keptChanges = 10_000

/** All objects, with one revision that counts every change, as etcd does. */
export class Store {
  readonly #objects = new Map<string, Map<string, KubeObject>>()
  readonly #changes: Change[] = []
  readonly #emitter = new Emitter<Change>()
  #revision = 1
  #forgotten = 0

  readonly onChange: Event<Change> = this.#emitter.event

  /** Counts the changes so far; every object carries the revision of its last change. */
  get revision(): number {
    return this.#revision
  }

  get(resource: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(resource)?.get(keyOf(namespace, name))
  }

  /** Sorted by namespace and name, as etcd's keys are. */
  list(resource: string, namespace?: string): KubeObject[] {
    const entries = [...(this.#objects.get(resource) ?? [])]
    const wanted =
      namespace === undefined ? entries : entries.filter(([key]) => key.startsWith(`${namespace}/`))
    return wanted.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
  }

  all(): KubeObject[] {
    return [...this.#objects.keys()].flatMap(resource => this.list(resource))
  }

  resources(): string[] {
    return [...this.#objects.keys()]
  }

  /** Stores an object under a new resourceVersion and gives it as stored. */
  put(resource: string, object: KubeObject): KubeObject {
    const { namespace, name } = object.metadata
    if (name === undefined) throw new Error('an object without a name can not be stored')
    let objects = this.#objects.get(resource)
    if (!objects) {
      objects = new Map()
      this.#objects.set(resource, objects)
    }
    const key = keyOf(namespace, name)
    const previous = objects.get(key)
    const stored = this.#stamped(object)
    objects.set(key, stored)
    this.#tell({ type: previous ? 'MODIFIED' : 'ADDED', resource, object: stored, previous })
    return stored
  }

  /** Takes an object out; gives its last version with the revision of its removal. */
  remove(resource: string, object: KubeObject): KubeObject {
    const { namespace, name = '' } = object.metadata
    const key = keyOf(namespace, name)
    const previous = this.#objects.get(resource)?.get(key)
    this.#objects.get(resource)?.delete(key)
    const gone = this.#stamped(object)
    if (previous) this.#tell({ type: 'DELETED', resource, object: gone, previous })
    return gone
  }

  /** Changes of a resource after a revision, or undefined when they are no longer kept. */
  changesAfter(resource: string, revision: number): Change[] | undefined {
    if (revision < this.#forgotten) return undefined
    return this.#changes.filter(
      change => change.resource === resource && change.revision > revision
    )
  }

  dispose(): void {
    this.#emitter.dispose()
  }

  #stamped(object: KubeObject): KubeObject {
    this.#revision++
    const metadata = { ...object.metadata, resourceVersion: String(this.#revision) }
    return { ...object, metadata }
  }

  #tell(change: Omit<Change, 'revision'>): void {
    const dated = { ...change, revision: this.#revision }
    this.#changes.push(dated)
    if (this.#changes.length > keptChanges) {
      // Half at once, so that the list isn't moved on every change.
      const dropped = this.#changes.splice(0, keptChanges / 2)
      this.#forgotten = dropped.at(-1)?.revision ?? this.#forgotten
    }
    this.#emitter.fire(dated)
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`
}
