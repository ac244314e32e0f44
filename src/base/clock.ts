import type { Disposable } from './disposable.ts'

/** Time as a parameter, so that tests and the practice cluster decide how it passes. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Calls `callback` once after `delay` milliseconds, unless disposed before. */
  after(delay: number, callback: () => void): Disposable
}

/** Resolves after `delay` milliseconds, or rejects with the signal's reason when aborted before. */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(reasonOf(signal))
      return
    }
    const timer = clock.after(delay, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    const stop = (): void => {
      timer.dispose()
      if (signal) reject(reasonOf(signal))
    }
    signal?.addEventListener('abort', stop, { once: true })
  })
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  return reason instanceof Error ? reason : new Error('aborted')
}
