import { sleep, type Clock } from '../base/clock.ts'
import type { Disposable } from '../base/disposable.ts'
import { Emitter, type Event } from '../base/events.ts'
import type { Log } from '../base/log.ts'
import type { KubeObject } from '../model/object.ts'
import { BackOff } from './back-off.ts'
import { errorOfThrown } from './call-api.ts'
import type { ResourceType } from './cluster.ts'
import { errorOfResponse, errorOfStatus, type ClusterError } from './cluster-error.ts'
import { resourcePath } from './discovery.ts'
import { withoutManagedFields, type ResourceClient } from './resource-client.ts'
import type { Transport } from './transport.ts'
import { watchEvents, type WatchEvent } from './watch-stream.ts'

/** All objects of one type as last heard of, kept up to date until disposed. */
export interface ResourceWatch extends Disposable {
  readonly state: WatchState
  /**
   * Objects by `namespace/name` (by `name` for cluster-wide kinds), in the order of first appearance,
   * without their managedFields, which are half of their size and of no use to a view.
   */
  readonly objects: ReadonlyMap<string, KubeObject>
  /** After every change of `state` or `objects`. Several changes that arrive together fire once. */
  readonly onChange: Event<WatchChange>
  /** Resolves with the first state after `starting`, or when disposed. */
  readonly ready: Promise<WatchState>
}

export type WatchState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live' }
  /** Objects are as of `since` (milliseconds since 1970); the next try is under way or planned. */
  | { readonly kind: 'stale'; readonly since: number; readonly error: ClusterError }
  /** This context may not list the type. It is tried again at a slow pace, as Roles change. */
  | { readonly kind: 'forbidden'; readonly error: ClusterError }
  /** The server doesn't serve the type. It is tried again at a slow pace, as CRDs get installed. */
  | { readonly kind: 'not-served'; readonly error: ClusterError }

export interface WatchChange {
  readonly state: WatchState
  readonly upserted: readonly KubeObject[]
  readonly removed: readonly KubeObject[]
}

export interface WatchOptions {
  /** All namespaces unless given. */
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

/** What a watch works with. */
export interface WatchSource {
  readonly transport: Transport
  readonly client: Pick<ResourceClient, 'resourceOf' | 'list'>
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

/** Lists, then watches from there; lists again when the history has expired. */
export function watchResource(
  source: WatchSource,
  type: ResourceType,
  options: WatchOptions = {}
): ResourceWatch {
  return new ListWatch(source, type, options)
}

/** A stream without a byte for so long counts as lost: bookmarks come about every minute. */
const idleMs = 90_000
/** A stream that held for so long was a good one, and the next failure starts with a short delay. */
const settledMs = 10_000
const slowPaceMs = 60_000

interface Ended {
  readonly resourceVersion: string
  /** Absent when the stream came to its ordinary end. */
  readonly error?: ClusterError
}

class ListWatch implements ResourceWatch {
  readonly #source: WatchSource
  readonly #type: ResourceType
  readonly #options: WatchOptions
  readonly #objects = new Map<string, KubeObject>()
  readonly #changes = new Emitter<WatchChange>()
  readonly #stop = new AbortController()
  readonly #ready: Promise<WatchState>
  #settle: (state: WatchState) => void = () => {}
  #state: WatchState = { kind: 'starting' }

  constructor(source: WatchSource, type: ResourceType, options: WatchOptions) {
    this.#source = source
    this.#type = type
    this.#options = options
    this.#ready = new Promise(resolve => (this.#settle = resolve))
    void this.#run()
  }

  get state(): WatchState {
    return this.#state
  }

  get objects(): ReadonlyMap<string, KubeObject> {
    return this.#objects
  }

  get onChange(): Event<WatchChange> {
    return this.#changes.event
  }

  get ready(): Promise<WatchState> {
    return this.#ready
  }

  dispose(): void {
    this.#stop.abort()
    this.#changes.dispose()
    this.#settle(this.#state)
  }

  /** A function, because the answer changes while the loops wait. */
  #isOver(): boolean {
    return this.#stop.signal.aborted
  }

  async #run(): Promise<void> {
    const backOff = new BackOff(this.#source.random)
    while (!this.#isOver()) {
      try {
        const error = await this.#listAndFollow(backOff)
        if (error && !this.#isOver()) await this.#pauseAfter(error, backOff)
      } catch (thrown) {
        if (this.#isOver()) return
        this.#source.log.error(`Watching ${this.#type.kind} failed unexpectedly.`, thrown)
        await this.#pauseAfter(unexpected, backOff)
      }
    }
  }

  /** Returns the error after which only a new list helps. */
  async #listAndFollow(backOff: BackOff): Promise<ClusterError | undefined> {
    const { signal } = this.#stop
    const listed = await this.#source.client.list(this.#type, { ...this.#options, signal })
    if (this.#isOver()) return undefined
    if (!listed.ok) return listed.error
    this.#replace(listed.value.items)
    let { resourceVersion } = listed.value
    for (;;) {
      const startedAt = this.#source.clock.now()
      const ended = await this.#watchOnce(resourceVersion)
      if (this.#isOver()) return undefined
      resourceVersion = ended.resourceVersion
      const lived = this.#source.clock.now() - startedAt
      if (lived >= settledMs) backOff.reset()
      const { error } = ended
      if (error && needsList.has(error.reason))
        // An expired history is no fault, unless it is expired again and again.
        return error.reason === 'gone' && lived >= 1_000 ? undefined : error
      if (error) await this.#pauseAfter(error, backOff)
      else if (lived < 1_000) await this.#pause(backOff.next())
    }
  }

  async #watchOnce(from: string): Promise<Ended> {
    const { transport, client, clock, random } = this.#source
    let resourceVersion = from
    const resource = await client.resourceOf(this.#type)
    if (!resource.ok) return { resourceVersion, error: resource.error }
    const idle = new AbortController()
    let idleTimer = clock.after(idleMs, () => idle.abort())
    try {
      const { namespace, ...selectors } = this.#options
      const stream = await transport.stream({
        method: 'GET',
        path: resourcePath(resource.value, namespace === undefined ? {} : { namespace }),
        query: {
          ...selectors,
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion,
          // Clients that came together shall not all return in the same second.
          timeoutSeconds: String(Math.round(240 + 240 * random()))
        },
        headers: { accept: 'application/json' },
        signal: AbortSignal.any([this.#stop.signal, idle.signal]),
        timeoutMs: 30_000
      })
      if (stream.status !== 200)
        return {
          resourceVersion,
          error: errorOfResponse({ ...stream, body: await joined(stream.chunks) })
        }
      this.#setState({ kind: 'live' })
      for await (const events of watchEvents(stream.chunks)) {
        idleTimer.dispose()
        idleTimer = clock.after(idleMs, () => idle.abort())
        const last = this.#take(events)
        resourceVersion = last.resourceVersion || resourceVersion
        if (last.error) return { resourceVersion, error: last.error }
      }
      return { resourceVersion }
    } catch (thrown) {
      const error = errorOfThrown(thrown)
      return idle.signal.aborted ? { resourceVersion } : { resourceVersion, error }
    } finally {
      idleTimer.dispose()
    }
  }

  /** Takes in events that arrived together, and returns where the stream stands after them. */
  #take(events: readonly WatchEvent[]): Ended {
    const upserted = new Map<string, KubeObject>()
    const removed = new Map<string, KubeObject>()
    let resourceVersion = ''
    let error: ClusterError | undefined
    for (const event of events) {
      if (event.type === 'ERROR') {
        error = errorOfStatus(event.status)
        break
      }
      if (event.type === 'BOOKMARK') {
        resourceVersion = event.resourceVersion
        continue
      }
      const object = withoutManagedFields(event.object)
      resourceVersion = object.metadata.resourceVersion ?? resourceVersion
      const key = keyOf(object)
      if (event.type === 'DELETED') {
        this.#objects.delete(key)
        upserted.delete(key)
        removed.set(key, object)
      } else {
        this.#objects.set(key, object)
        removed.delete(key)
        upserted.set(key, object)
      }
    }
    this.#announce([...upserted.values()], [...removed.values()])
    return { resourceVersion, ...(error && { error }) }
  }

  #replace(items: readonly KubeObject[]): void {
    const before = new Map(this.#objects)
    this.#objects.clear()
    const upserted: KubeObject[] = []
    for (const item of items) {
      const object = withoutManagedFields(item)
      const key = keyOf(object)
      const known = before.get(key)
      before.delete(key)
      const same = known?.metadata.resourceVersion === object.metadata.resourceVersion
      this.#objects.set(key, object)
      if (!known || !same) upserted.push(object)
    }
    const changedState = this.#state.kind !== 'live'
    this.#state = { kind: 'live' }
    this.#announce(upserted, [...before.values()], changedState)
  }

  /** Makes the trouble visible and waits before the next try. */
  async #pauseAfter(error: ClusterError, backOff: BackOff): Promise<void> {
    if (error.reason === 'forbidden') this.#setState({ kind: 'forbidden', error })
    else if (error.reason === 'not-found') this.#setState({ kind: 'not-served', error })
    else if (error.reason !== 'gone') {
      const since = this.#state.kind === 'stale' ? this.#state.since : this.#source.clock.now()
      this.#setState({ kind: 'stale', since, error })
    }
    const asked = (error.status?.details?.retryAfterSeconds ?? 0) * 1000
    await this.#pause(slowReasons.has(error.reason) ? slowPaceMs : Math.max(asked, backOff.next()))
  }

  async #pause(delay: number): Promise<void> {
    const { clock } = this.#source
    // Being disposed ends the wait, and the loop sees the signal.
    await sleep(clock, delay, this.#stop.signal).catch(ignoreAbort)
  }

  #setState(state: WatchState): void {
    if (state.kind === 'live' && this.#state.kind === 'live') return
    this.#state = state
    this.#announce([], [], true)
  }

  #announce(upserted: readonly KubeObject[], removed: readonly KubeObject[], always = false): void {
    if (this.#state.kind !== 'starting') this.#settle(this.#state)
    if (!always && upserted.length === 0 && removed.length === 0) return
    try {
      this.#changes.fire({ state: this.#state, upserted, removed })
    } catch (thrown) {
      // A listener's fault must not end the watch for the others.
      this.#source.log.error(`A listener failed on changes of ${this.#type.kind}.`, thrown)
    }
  }
}

/** After these a watch can't go on from where it was. */
const needsList: ReadonlySet<string> = new Set(['gone', 'forbidden', 'not-found', 'invalid'])

/** A person has to do something first; each try may open a browser window to sign in. */
const slowReasons: ReadonlySet<string> = new Set([
  'forbidden',
  'not-found',
  'unauthorized',
  'exec-plugin',
  'kubeconfig',
  'untrusted-certificate'
])

const unexpected: ClusterError = {
  reason: 'server-error',
  message: 'Following the cluster failed for a reason that is in the log.',
  hint: 'It is tried again by itself; the log has the details.'
}

function keyOf({ metadata: { namespace, name = '' } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}

function ignoreAbort(): void {}
