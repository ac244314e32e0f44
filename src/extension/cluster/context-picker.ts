import { l10n, QuickPickItemKind, window, workspace, type QuickPickItem } from 'vscode'
import { isProtected } from '../../cluster/protected-contexts.ts'
import { Cancelled } from '../host/user-error.ts'
import { settings } from '../host/settings.ts'
import { practiceContext, type ClusterSession } from './cluster-session.ts'

interface ContextItem extends QuickPickItem {
  readonly context?: string
}

/** Lets a person choose the context of this workspace: the practice cluster first, then the kubeconfig's. */
export async function pickContext(session: ClusterSession): Promise<void> {
  const picked = await window.showQuickPick(items(session), {
    title: l10n.t('Cluster context of this workspace'),
    placeHolder: l10n.t('The kubeconfig is read and never written'),
    matchOnDescription: true
  })
  if (picked?.context === undefined) throw new Cancelled('no context was chosen')
  await session.choose(picked.context)
}

async function items(session: ClusterSession): Promise<ContextItem[]> {
  const chosen = (context: string): string => (context === session.context ? l10n.t('chosen') : '')
  const practice: ContextItem = {
    label: `$(mortar-board) ${practiceContext}`,
    description: [chosen(practiceContext), l10n.t('simulated')].filter(Boolean).join(' · '),
    detail: l10n.t('A cluster inside the editor: nothing to install, nothing to break'),
    context: practiceContext
  }
  const heading: ContextItem = { label: l10n.t('kubeconfig'), kind: QuickPickItemKind.Separator }
  if (!workspace.isTrusted)
    return [
      practice,
      heading,
      { label: l10n.t('This workspace is not trusted, so no kubeconfig is read.') }
    ]

  const { contexts, current, problem } = await session.contexts()
  if (contexts.length === 0)
    return [
      practice,
      heading,
      problem
        ? { label: `$(warning) ${problem.message}`, detail: problem.hint }
        : { label: l10n.t('The kubeconfig names no context.') }
    ]
  const patterns = settings.protectedContexts()
  return [
    practice,
    heading,
    ...contexts.map(({ name, server, namespace }) => ({
      label: `$(${isProtected(name, patterns) ? 'lock' : 'plug'}) ${name}`,
      description: [
        chosen(name),
        name === current ? l10n.t('current in the kubeconfig') : '',
        namespace ?? '',
        server ?? ''
      ]
        .filter(Boolean)
        .join(' · '),
      context: name
    }))
  ]
}
