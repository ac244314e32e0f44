import { l10n } from 'vscode'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import type { CommandId } from '../ids.ts'

/** A button that helps out of a failure. */
export interface ErrorButton {
  readonly title: string
  readonly command: CommandId
  readonly args?: readonly unknown[]
}

/** A failure that is told to a person as one sentence with at most one button that helps. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly button: ErrorButton | undefined

  constructor(sentence: string, options: { button?: ErrorButton; cause?: unknown } = {}) {
    super(sentence, { cause: options.cause })
    this.button = options.button
  }
}

/** Thrown when a person stepped back from a question. Nothing is said then. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** A cluster's refusal as a failure of the command that asked. `doing` begins the sentence. */
export function clusterFailure(error: ClusterError, doing?: string): Error {
  if (error.reason === 'cancelled') return new Cancelled(error.message)
  const what = doing === undefined ? error.message : `${doing}: ${error.message}`
  const sentence = error.hint === undefined ? what : `${what} ${error.hint}`
  return new UserError(sentence, { ...buttonFor(error), cause: error })
}

function buttonFor(error: ClusterError): { button?: ErrorButton } {
  switch (error.reason) {
    case 'unauthorized':
    case 'forbidden':
    case 'timeout':
    case 'unreachable':
    case 'untrusted-certificate':
    case 'exec-plugin':
    case 'kubeconfig':
      return { button: { title: l10n.t('Choose a Context'), command: 'netlabs.context.pick' } }
    default:
      return {}
  }
}
