import { l10n, window } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { Cancelled, UserError } from '../host/user-error.ts'
import type { ClusterSession } from './cluster-session.ts'

/**
 * Lets a change of the cluster pass. On a protected context the person types its name first; and a change
 * that was meant for one context never reaches another that was chosen meanwhile.
 */
export async function requireWritePermission(
  session: ClusterSession,
  cluster: Cluster,
  doing: string
): Promise<void> {
  requireSameContext(session, cluster)
  if (session.isUnlocked) return
  const typed = await window.showInputBox({
    title: l10n.t('{0} is protected', session.context),
    prompt: l10n.t('Type the context’s name to go on: {0}', doing),
    placeHolder: session.context,
    ignoreFocusOut: true,
    validateInput: text =>
      text === '' || session.context.startsWith(text)
        ? undefined
        : l10n.t('This is not the name of the context.')
  })
  if (typed !== session.context) throw new Cancelled(`${session.context} stayed locked`)
  requireSameContext(session, cluster)
  session.unlock()
}

function requireSameContext(session: ClusterSession, cluster: Cluster): void {
  if (cluster.context === session.context) return
  throw new UserError(
    l10n.t(
      'The context is {0} by now, so nothing was changed in {1}. Do it again if you mean {0}.',
      session.context,
      cluster.context
    )
  )
}

/** Asks before something that can't be undone. The button says the verb and the context. */
export async function confirm(question: string, detail: string, button: string): Promise<void> {
  const answer = await window.showWarningMessage(question, { modal: true, detail }, button)
  if (answer !== button) throw new Cancelled(question)
}
