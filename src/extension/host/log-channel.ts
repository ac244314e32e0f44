import { window } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { Log } from '../../base/log.ts'

/** The output channel of the product. Tokens and certificates never come into it. */
export interface LogChannel extends Log, Disposable {
  show(): void
}

export function openLogChannel(): LogChannel {
  const channel = window.createOutputChannel('Kubernetes Networking Labs', { log: true })
  return {
    debug: message => channel.debug(message),
    info: message => channel.info(message),
    warn: message => channel.warn(message),
    error: (message, cause) => {
      channel.error(message)
      if (cause !== undefined) channel.error(stackOf(cause))
    },
    show: () => channel.show(true),
    dispose: () => channel.dispose()
  }
}

function stackOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const inner = cause.cause === undefined ? '' : `\ncaused by ${stackOf(cause.cause)}`
  return `${cause.stack ?? cause.message}${inner}`
}
