import type { KubeObject } from '../model/object.ts'
import type { Backend } from './backend.ts'
import type { Resource } from './registry.ts'
import type { Scope } from './reads.ts'
import { badRequest, failure, type Status } from './status.ts'
import type { Change } from './store.ts'

export interface WatchOptions {
  readonly resourceVersion: string
  readonly bookmarks: boolean
  readonly sendInitialEvents: boolean
  readonly timeoutSeconds: number | undefined
  readonly signal: AbortSignal | undefined
  /** Ends every watch when the cluster goes away. */
  readonly closed: AbortSignal
  /** Turns an object into what the client asked for; `first` for the first event of the stream. */
  readonly present: (object: KubeObject, first: boolean) => unknown
}

export function watchOptionsOf(
  query: URLSearchParams
): Omit<WatchOptions, 'signal' | 'closed' | 'present'> {
  const timeout = Number(query.get('timeoutSeconds') ?? 0)
  const resourceVersion = query.get('resourceVersion') ?? ''
  if (resourceVersion !== '' && !/^\d+$/.test(resourceVersion))
    throw badRequest(`invalid resource version "${resourceVersion}"`)
  const sendInitialEvents = query.get('sendInitialEvents') === 'true'
  if (sendInitialEvents && query.get('resourceVersionMatch') !== 'NotOlderThan')
    throw badRequest(
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan for watch requests'
    )
  return {
    resourceVersion,
    bookmarks: query.get('allowWatchBookmarks') === 'true',
    sendInitialEvents,
    timeoutSeconds: timeout > 0 ? timeout : undefined
  }
}

/** How often a quiet watch tells its client how far it is, in milliseconds. */
const bookmarkInterval = 60_000

/** The events of a watch, one JSON document a line, until the client, the timeout or the cluster ends it. */
export async function* watchObjects(
  backend: Backend,
  resource: Resource,
  scope: Scope,
  options: WatchOptions
): AsyncGenerator<string> {
  let first = true
  const line = (type: string, object: KubeObject): string => {
    const text = `${JSON.stringify({ type, object: options.present(object, first) })}\n`
    first = false
    return text
  }
  const queue: string[] = []
  let wake: () => void = () => {}
  const push = (text: string | undefined): void => {
    if (text === undefined) return
    queue.push(text)
    wake()
  }
  let ended = false
  // Lets go by itself: a client that left after an event never asks for the next one, which would end the loop.
  const end = (): void => {
    ended = true
    release()
    wake()
  }
  const bookmark = (initial = false): string =>
    `${JSON.stringify({ type: 'BOOKMARK', object: bookmarkObject(backend, resource, initial) })}\n`

  const start = startOf(backend, resource, scope, options)
  if (!start.ok) {
    yield `${JSON.stringify({ type: 'ERROR', object: start.status })}\n`
    return
  }
  for (const [type, object] of start.events) push(line(type, object))
  if (options.sendInitialEvents && options.bookmarks) push(bookmark(true))

  const subscription = backend.store.onChange(change => {
    if (change.resource !== resource.key) return
    const event = eventOf(change, scope)
    if (event) push(line(...event))
  })
  const timeout =
    options.timeoutSeconds === undefined
      ? undefined
      : backend.clock.after(options.timeoutSeconds * 1000, end)
  let pulse = backend.clock.after(bookmarkInterval, beat)
  function beat(): void {
    if (options.bookmarks) push(bookmark())
    pulse = backend.clock.after(bookmarkInterval, beat)
  }
  options.signal?.addEventListener('abort', end, { once: true })
  options.closed.addEventListener('abort', end, { once: true })
  if (options.signal?.aborted === true || options.closed.aborted) end()

  try {
    for (;;) {
      for (let text = queue.shift(); text !== undefined; text = queue.shift()) yield text
      if (isEnded()) return
      await new Promise<void>(resolve => {
        wake = resolve
        if (queue.length > 0 || isEnded()) resolve()
      })
    }
  } finally {
    release()
  }

  function release(): void {
    subscription.dispose()
    timeout?.dispose()
    pulse.dispose()
    options.signal?.removeEventListener('abort', end)
    options.closed.removeEventListener('abort', end)
  }

  function isEnded(): boolean {
    return ended
  }
}

type Start =
  | { readonly ok: true; readonly events: readonly (readonly [string, KubeObject])[] }
  | { readonly ok: false; readonly status: Status }

/** What a watch tells first: the present state, or what changed since the client's resourceVersion. */
function startOf(
  backend: Backend,
  resource: Resource,
  scope: Scope,
  { resourceVersion, sendInitialEvents }: WatchOptions
): Start {
  const fromNow = resourceVersion === '' || resourceVersion === '0'
  if (fromNow || sendInitialEvents) {
    const present = backend.store.list(resource.key, scope.namespace)
    return {
      ok: true,
      events: present.filter(one => scope.matches(one)).map(one => ['ADDED', one] as const)
    }
  }
  const changes = backend.store.changesAfter(resource.key, Number(resourceVersion))
  if (!changes)
    return {
      ok: false,
      status: failure(
        'Expired',
        `too old resource version: ${resourceVersion} (${backend.store.revision})`
      ).status
    }
  const events = changes.map(change => eventOf(change, scope)).filter(event => event !== undefined)
  return { ok: true, events }
}

/** A change as watchers with this scope see it: entering and leaving the scope is being born and dying. */
function eventOf(change: Change, scope: Scope): readonly [string, KubeObject] | undefined {
  const now = change.type !== 'DELETED' && scope.matches(change.object)
  const before = change.previous !== undefined && scope.matches(change.previous)
  if (now) return [before ? 'MODIFIED' : 'ADDED', change.object]
  return before ? ['DELETED', change.type === 'DELETED' ? change.object : left(change)] : undefined
}

/** The object as it last matched, under the revision at which it stopped to. */
function left({ object, previous }: Change): KubeObject {
  const { resourceVersion } = object.metadata
  const last = previous ?? object
  return {
    ...last,
    metadata: { ...last.metadata, ...(resourceVersion !== undefined && { resourceVersion }) }
  }
}

function bookmarkObject(backend: Backend, resource: Resource, initial: boolean): KubeObject {
  return {
    kind: resource.kind,
    apiVersion: resource.apiVersion,
    metadata: {
      resourceVersion: String(backend.store.revision),
      ...(initial && { annotations: { 'k8s.io/initial-events-end': 'true' } })
    }
  }
}
