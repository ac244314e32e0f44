import { isRecord, recordOf, stringOf } from '../base/json.ts'
import { isKubeObject, type KubeObject } from '../model/object.ts'
import { statusFrom, TransportFailure, type Status } from './cluster-error.ts'

/** One event of a watch. https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }
  | { readonly type: 'ERROR'; readonly status: Status }

/**
 * Reads events out of a watch's body: one JSON text per line, in pieces that may end anywhere. Events that
 * arrived in one piece come together.
 */
export async function* watchEvents(
  chunks: AsyncIterable<string>
): AsyncGenerator<readonly WatchEvent[]> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    const events = lines.filter(line => line.trim() !== '').map(eventOf)
    if (events.length > 0) yield events
  }
  if (rest.trim() !== '') yield [eventOf(rest)]
}

function eventOf(line: string): WatchEvent {
  const { type, object } = parsedLine(line)
  if (type === 'ERROR') return { type, status: statusFrom(object) }
  if (type === 'BOOKMARK')
    return {
      type,
      resourceVersion: stringOf(recordOf(recordOf(object).metadata).resourceVersion) ?? ''
    }
  if ((type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') && isKubeObject(object))
    return { type, object }
  throw brokenStream()
}

function parsedLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(line)
    if (isRecord(parsed)) return parsed
  } catch (cause) {
    throw brokenStream(cause)
  }
  throw brokenStream()
}

function brokenStream(cause?: unknown): TransportFailure {
  return new TransportFailure(
    {
      reason: 'unreachable',
      message: 'The watch ended in the middle of an event.',
      hint: 'It starts again by itself; a proxy on the way may cut long answers.'
    },
    cause
  )
}
