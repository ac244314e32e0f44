import { CancellationError, commands, l10n, window } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { CommandId } from '../ids.ts'
import type { LogChannel } from './log-channel.ts'
import { Cancelled, UserError } from './user-error.ts'

export type CommandHandler = (...args: readonly unknown[]) => unknown

/** One handler for each command of the manifest: a missing one is a type error. */
export type CommandHandlers = Readonly<Record<CommandId, CommandHandler>>

export function registerCommands(handlers: CommandHandlers, log: LogChannel): Disposable[] {
  return Object.entries(handlers).map(([id, handler]) =>
    commands.registerCommand(id, (...args: unknown[]) => guarded(id, log, () => handler(...args)))
  )
}

/**
 * Runs what a person asked for. Stepping back is silent; a known failure is one sentence with one
 * button; anything else is told with a way to the log, where its stack stands.
 */
export async function guarded<Value>(
  doing: string,
  log: LogChannel,
  work: () => Value | Promise<Value>
): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Cancelled || error instanceof CancellationError) return undefined
    log.error(`${doing}: ${error instanceof Error ? error.message : String(error)}`, error)
    void tell(error, log)
    return undefined
  }
}

async function tell(error: unknown, log: LogChannel): Promise<void> {
  const showLog = l10n.t('Show the Log')
  if (!(error instanceof UserError)) {
    const message = error instanceof Error ? error.message : String(error)
    const text = l10n.t('Something unexpected happened: {0}', message)
    if ((await window.showErrorMessage(text, showLog)) === showLog) log.show()
    return
  }
  const { button } = error
  const picked = await window.showErrorMessage(error.message, button?.title ?? showLog)
  if (picked === undefined) return
  if (button) await commands.executeCommand(button.command, ...(button.args ?? []))
  else log.show()
}
