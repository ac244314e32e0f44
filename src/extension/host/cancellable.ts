import { ProgressLocation, window } from 'vscode'
import { Cancelled } from './user-error.ts'

/** Work that takes longer than this many milliseconds gets a notification with a Cancel button. */
const patience = 700

export interface Cancellable {
  readonly signal: AbortSignal
  /** Says how far it is. */
  readonly tell: (message: string) => void
}

/**
 * Runs work that a person can stop. What is done in a moment shows nothing.
 *
 * @throws Cancelled when the work ended by the person's wish
 */
export async function cancellable<Value>(
  title: string,
  work: (run: Cancellable) => Promise<Value>
): Promise<Value> {
  const stop = new AbortController()
  let said = ''
  let say: ((message: string) => void) | undefined
  const running = work({
    signal: stop.signal,
    tell(message) {
      said = message
      say?.(message)
    }
  }).catch((error: unknown) => {
    if (stop.signal.aborted && !(error instanceof Error && error.name === 'UserError'))
      throw new Cancelled(title)
    throw error
  })
  if (await isDoneSoon(running)) return running
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => stop.abort())
      say = message => progress.report({ message })
      if (said !== '') say(said)
      return running
    }
  )
}

async function isDoneSoon(running: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(done => {
    timer = setTimeout(() => done(false), patience)
  })
  const done = running.then(
    () => true,
    () => true
  )
  const result = await Promise.race([done, late])
  clearTimeout(timer)
  return result
}
