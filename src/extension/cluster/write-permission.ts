import { l10n, window } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { isProtected } from '../../cluster/protected-contexts.ts'
import { settings } from '../host/settings.ts'
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
  if (session.second.isIt(cluster)) {
    // The second cluster has no lock of its own that could be left open, so it asks each time.
    if (isProtected(cluster.context, settings.protectedContexts()))
      await askForName(cluster.context, doing)
    return
  }
  requireSameContext(session, cluster)
  if (session.isUnlocked) return
  await askForName(session.context, doing)
  requireSameContext(session, cluster)
  session.unlock()
}

async function askForName(context: string, doing: string): Promise<void> {
  const typed = await window.showInputBox({
    title: l10n.t('{0} is protected', context),
    prompt: l10n.t('Type the context’s name to go on: {0}', doing),
    placeHolder: context,
    ignoreFocusOut: true,
    validateInput: text =>
      text === '' || context.startsWith(text)
        ? undefined
        : l10n.t('This is not the name of the context.')
  })
  if (typed !== context) throw new Cancelled(`${context} stayed locked`)
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
