/**
 * A signal that aborts with the first of two. `AbortSignal.any` holds its sources weakly, and in the Node
 * of some editors such a signal has been collected before anybody aborted it.
 */
export function eitherAborts(first: AbortSignal, second: AbortSignal): AbortSignal {
  const either = new AbortController()
  const abort = (): void => either.abort()
  for (const signal of [first, second])
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  return either.signal
}
