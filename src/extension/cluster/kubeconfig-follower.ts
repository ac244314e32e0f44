import { commands, l10n, window, workspace } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { guarded } from '../host/run-command.ts'
import { settings } from '../host/settings.ts'
import { clusterFailure } from '../host/user-error.ts'
import type { CommandId } from '../ids.ts'
import type { ClusterSession } from './cluster-session.ts'
import { loadClusterSide } from './load-cluster-side.ts'

/**
 * Watches the files of the kubeconfig while a context of it is in use: connects anew when what they say of
 * it has changed, and says so when it is gone. In a workspace that isn't trusted nothing is watched.
 */
export class KubeconfigFollower implements Disposable {
  readonly #session: ClusterSession
  readonly #log: LogChannel
  readonly #disposables = new Disposables()
  /** What is watched: the context and the setting that names the files. */
  #watched: string | undefined
  #watch: Disposable | undefined

  constructor(session: ClusterSession, log: LogChannel) {
    this.#session = session
    this.#log = log
    this.#disposables.add(session.onChange(() => this.#update()))
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#update()))
  }

  dispose(): void {
    this.#watched = undefined
    this.#watch?.dispose()
    this.#disposables.dispose()
  }

  #update(): void {
    const { choice, state } = this.#session
    const isIdle = state.kind === 'idle' && this.#watched === undefined
    const kubeconfig = settings.kubeconfig()
    const wanted =
      choice.origin === 'practice' || isIdle || !workspace.isTrusted
        ? undefined
        : JSON.stringify([choice.name, kubeconfig])
    if (wanted === this.#watched) return
    this.#watched = wanted
    this.#watch?.dispose()
    this.#watch = undefined
    if (wanted === undefined) return
    void guarded('watch the kubeconfig', this.#log, async () => {
      const side = await loadClusterSide()
      if (this.#watched !== wanted) return
      this.#watch = side.watchKubeconfig(kubeconfig, () => {
        void guarded('follow the kubeconfig', this.#log, () => this.#follow(kubeconfig))
      })
    })
  }

  async #follow(kubeconfig: string): Promise<void> {
    const session = this.#session
    const { choice } = session
    if (choice.origin === 'practice') return
    const side = await loadClusterSide()
    const now = await side.fingerprint(choice.name, kubeconfig)
    if (choice !== session.choice) return
    if (!now.ok) {
      const { message } = clusterFailure(
        now.error,
        l10n.t('{0} can’t be used any more', choice.name)
      )
      this.#log.warn(message)
      session.lose(message)
      await offerAnother(message)
    } else if (now.value !== session.fingerprint) {
      this.#log.info(`The kubeconfig says something else of ${choice.name}: connecting anew.`)
      await session.reconnect()
      const said = l10n.t('The kubeconfig has changed: connected to {0} anew.', choice.name)
      window.setStatusBarMessage(`$(plug) ${said}`, 5000)
    }
  }
}

async function offerAnother(message: string): Promise<void> {
  const pick = l10n.t('Choose a Context')
  const picked = await window.showWarningMessage(message, pick)
  const command: CommandId = 'netlabs.context.pick'
  if (picked === pick) await commands.executeCommand(command)
}
