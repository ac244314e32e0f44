import path from 'node:path'
import { env, l10n, window, workspace, type ExtensionContext } from 'vscode'
import { clusterFailure, UserError } from '../host/user-error.ts'
import { writePracticeKubeconfig } from '../../node/write-kubeconfig.ts'
import type { ClusterSession } from './cluster-session.ts'

/**
 * Writes the practice cluster's kubeconfig into the extension's own storage, for the user's eyes only,
 * and puts its path into the clipboard. The user's kubeconfig stays as it is.
 */
export async function copyPracticeKubeconfig(
  session: ClusterSession,
  context: ExtensionContext
): Promise<void> {
  const { practice } = session
  if (!practice)
    throw new UserError(l10n.t('The practice cluster does not run.'), {
      button: { title: l10n.t('Start the Practice Cluster'), command: 'netlabs.practice.start' }
    })
  const folder = (context.storageUri ?? context.globalStorageUri).fsPath
  const written = await writePracticeKubeconfig(
    path.join(folder, 'practice-kubeconfig.yaml'),
    practice.kubeconfig
  )
  if (!written.ok) throw clusterFailure(written.error)
  const { file } = written.value
  await env.clipboard.writeText(file)

  const openTerminal = l10n.t('Open a Terminal with It')
  const said = l10n.t(
    'The path is in the clipboard. kubectl --kubeconfig takes it as long as the practice cluster runs.'
  )
  // Starting a program is for trusted workspaces.
  const buttons = workspace.isTrusted ? [openTerminal] : []
  void window.showInformationMessage(said, ...buttons).then(picked => {
    if (picked !== openTerminal) return
    const name = l10n.t('practice cluster')
    window.createTerminal({ name, env: { KUBECONFIG: file } }).show()
  })
}
