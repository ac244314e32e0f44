import type { KubeObject } from '../../model/object.ts'
import { type Backend, createByController, timestamp, updateByController } from '../backend.ts'

export interface Happening {
  readonly reason: string
  readonly message: string
  readonly component: string
  readonly type?: 'Normal' | 'Warning'
}

/** Writes a v1 Event about an object; the same event again only counts up. */
export function recordEvent(backend: Backend, about: KubeObject, happening: Happening): void {
  const { namespace = 'default', name = '', uid = '' } = about.metadata
  const type = happening.type ?? 'Normal'
  const now = timestamp(backend)
  const eventName = `${name}.${digest(`${uid}${happening.reason}${happening.message}`)}`
  const known = backend.store.get('/events', namespace, eventName)
  if (known) {
    const count = typeof known.count === 'number' ? known.count + 1 : 2
    updateByController(backend, { ...known, count, lastTimestamp: now })
    return
  }
  // A namespace on its way out takes no new objects.
  const home = backend.store.get('/namespaces', undefined, namespace)
  if (!home || home.metadata.deletionTimestamp !== undefined) return
  createByController(backend, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      namespace,
      uid,
      resourceVersion: about.metadata.resourceVersion
    },
    reason: happening.reason,
    message: happening.message,
    type,
    source: { component: happening.component },
    reportingComponent: happening.component,
    reportingInstance: '',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1
  })
}

function digest(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return hash.toString(16).padStart(16, '0')
}
