import { l10n, QuickPickItemKind, window, workspace, type QuickPickItem } from 'vscode'
import { isProtected } from '../../cluster/protected-contexts.ts'
import { Cancelled } from '../host/user-error.ts'
import { settings } from '../host/settings.ts'
import type { ClusterSession } from './cluster-session.ts'
import { practiceChoice, practiceContext, titleOf, type ContextChoice } from './context-choice.ts'

interface ContextItem extends QuickPickItem {
  readonly choice?: ContextChoice
}

/** Lets a person choose the context of this workspace: the practice cluster first, then the kubeconfig's. */
export async function pickContext(session: ClusterSession): Promise<void> {
  const picked = await window.showQuickPick(items(session), {
    title: l10n.t('Cluster context of this workspace'),
    placeHolder: l10n.t('The kubeconfig is read and never written'),
    matchOnDescription: true
  })
  if (picked?.choice === undefined) throw new Cancelled('no context was chosen')
  await session.choose(picked.choice)
}

async function items(session: ClusterSession): Promise<ContextItem[]> {
  const chosen = (choice: ContextChoice): string =>
    titleOf(choice) === session.context ? l10n.t('chosen') : ''
  const practice: ContextItem = {
    label: `$(mortar-board) ${practiceContext}`,
    description: [chosen(practiceChoice), l10n.t('simulated')].filter(Boolean).join(' · '),
    detail: l10n.t('A cluster inside the editor: nothing to install, nothing to break'),
    choice: practiceChoice
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
    ...contexts.map(({ name, server, namespace }) => {
      const choice: ContextChoice = { origin: 'kubeconfig', name }
      return {
        label: `$(${isProtected(name, patterns) ? 'lock' : 'plug'}) ${titleOf(choice)}`,
        description: [
          chosen(choice),
          name === current ? l10n.t('current in the kubeconfig') : '',
          namespace ?? '',
          server ?? ''
        ]
          .filter(Boolean)
          .join(' · '),
        choice
      }
    })
  ]
}
