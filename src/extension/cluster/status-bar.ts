import { l10n, StatusBarAlignment, ThemeColor, window } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { ClusterSession } from './cluster-session.ts'

export interface StatusBar extends Disposable {
  readonly text: string
  readonly tooltip: string
  /** Whether its colour warns. */
  readonly warns: boolean
}

/** The context in the status bar. It warns by colour for a protected context only. */
export function showStatusBar(session: ClusterSession): StatusBar {
  const item = window.createStatusBarItem('netlabs.context', StatusBarAlignment.Left, 50)
  item.name = l10n.t('Kubernetes Networking: context')
  item.command = 'netlabs.context.pick'
  let tooltip = ''
  const update = (): void => {
    const { state, context, isPractice, isProtected } = session
    const icon =
      state.kind === 'connecting'
        ? 'sync~spin'
        : state.kind === 'failed'
          ? 'debug-disconnect'
          : isProtected
            ? 'lock'
            : 'plug'
    item.text = `$(${icon}) ${context}`
    tooltip = [
      isPractice
        ? l10n.t('Practice cluster: a cluster inside the editor, its answers are simulated')
        : l10n.t('Context {0} of the kubeconfig', context),
      stateSentence(session),
      isProtected ? l10n.t('Protected: changes ask for the context’s name first.') : '',
      l10n.t('Click to choose another context.')
    ]
      .filter(Boolean)
      .join('\n')
    item.tooltip = tooltip
    item.accessibilityInformation = {
      label: [
        l10n.t('Cluster context {0}. {1}', context, stateSentence(session)),
        isPractice ? l10n.t('Its answers are simulated.') : '',
        // The lock and the colour say it to who sees them.
        isProtected ? l10n.t('Protected: changes ask for the context’s name first.') : ''
      ]
        .filter(Boolean)
        .join(' '),
      role: 'button'
    }
    item.backgroundColor = isProtected
      ? new ThemeColor('statusBarItem.warningBackground')
      : undefined
  }
  update()
  item.show()
  const disposables = new Disposables()
  disposables.add(item)
  disposables.add(session.onChange(update))
  return {
    get text() {
      return item.text
    },
    get tooltip() {
      return tooltip
    },
    get warns() {
      return item.backgroundColor !== undefined
    },
    dispose: () => disposables.dispose()
  }
}

function stateSentence({ state }: ClusterSession): string {
  switch (state.kind) {
    case 'idle':
      return l10n.t('Not connected yet.')
    case 'connecting':
      return l10n.t('Connecting.')
    case 'connected':
      return l10n.t('Connected, {0}.', state.version)
    case 'failed':
      return state.sentence
  }
}
