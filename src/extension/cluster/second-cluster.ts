import { l10n, window, workspace, type Memento, type QuickPickItem } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { cancellable } from '../host/cancellable.ts'
import { settings } from '../host/settings.ts'
import { Cancelled, clusterFailure, UserError } from '../host/user-error.ts'
import type { ClusterSession } from './cluster-session.ts'
import { titleOf } from './context-choice.ts'
import { loadClusterSide } from './load-cluster-side.ts'

const secondKey = 'netlabs.secondContext'

interface ContextItem extends QuickPickItem {
  readonly name: string
}

/**
 * The second cluster, for labs that need two. Beside the practice cluster it is another practice cluster, joined with
 * it; beside a context of the kubeconfig it is another context, which a person chooses for this workspace.
 */
export class SecondCluster implements Disposable {
  readonly #session: ClusterSession
  readonly #memory: Memento
  readonly #changes = new Emitter<undefined>()
  readonly #settings: Disposable
  #known: { readonly name: string; readonly cluster: Cluster } | undefined
  readonly onChange = this.#changes.event

  constructor(session: ClusterSession, memory: Memento) {
    this.#session = session
    this.#memory = memory
    this.#settings = workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('netlabs.cluster.kubeconfig')) this.#known = undefined
    })
  }

  /** Whether there is one; nothing is started or asked for that. */
  get isThere(): boolean {
    return this.#session.isPractice || this.#chosen !== undefined
  }

  /** The context of the one that there is; of a practice cluster only once it has started. */
  get context(): string | undefined {
    return this.#session.isPractice ? this.#session.practice?.startedSecond?.context : this.#chosen
  }

  /** Whether a cluster is the second one, so that a change that is meant for it may pass. */
  isIt(cluster: Cluster): boolean {
    return cluster === this.#session.practice?.startedSecond || cluster === this.#known?.cluster
  }

  /** Undefined: none is chosen. */
  async cluster(): Promise<Cluster | undefined> {
    if (this.#session.isPractice) {
      await this.#session.cluster()
      return this.#session.practice?.second()
    }
    const name = this.#chosen
    if (name === undefined || !workspace.isTrusted) return undefined
    if (this.#known?.name !== name) this.#known = { name, cluster: await connect(name) }
    return this.#known.cluster
  }

  /** Lets the person choose a context of the kubeconfig. */
  async pick(): Promise<void> {
    if (this.#session.isPractice) {
      void window.showInformationMessage(
        l10n.t(
          'The practice cluster brings its second one by itself. For two clusters of your own choose a context first.'
        )
      )
      return
    }
    const { contexts } = await this.#session.contexts()
    const { choice } = this.#session
    const first = choice.origin === 'kubeconfig' ? choice.name : ''
    const items = contexts
      .filter(({ name }) => name !== first)
      .map(({ name, server }): ContextItem => ({
        name,
        label: `$(plug) ${titleOf({ origin: 'kubeconfig', name })}`,
        description: [name === this.#chosen ? l10n.t('chosen') : '', server ?? '']
          .filter(Boolean)
          .join(' · ')
      }))
    if (items.length === 0)
      throw new UserError(
        l10n.t('The kubeconfig names no other context. Make a second cluster first.'),
        { button: { title: l10n.t('Make a Cluster'), command: 'netlabs.tools.createCluster' } }
      )
    const picked = await window.showQuickPick(items, {
      title: l10n.t('Second cluster of labs in this workspace'),
      placeHolder: l10n.t('Labs with two clusters use it beside {0}', this.#session.context)
    })
    if (!picked) throw new Cancelled('no second context was chosen')
    await this.#memory.update(secondKey, picked.name)
    this.#known = undefined
    this.#changes.fire(undefined)
  }

  dispose(): void {
    this.#settings.dispose()
    this.#changes.dispose()
  }

  get #chosen(): string | undefined {
    const kept = this.#memory.get<unknown>(secondKey)
    const { choice } = this.#session
    const isFirst = choice.origin === 'kubeconfig' && choice.name === kept
    return typeof kept === 'string' && !isFirst ? kept : undefined
  }
}

async function connect(context: string): Promise<Cluster> {
  const side = await loadClusterSide()
  const title = titleOf({ origin: 'kubeconfig', name: context })
  const connected = await side.connect({
    context,
    title,
    kubeconfig: settings.kubeconfig(),
    signInMs: settings.signInSeconds() * 1000,
    signIn: (command, run) =>
      cancellable(l10n.t('Signing in to {0} with {1}', title, command), ({ signal }) => run(signal))
  })
  if (!connected.ok)
    throw clusterFailure(connected.error, l10n.t('The second cluster {0} can’t be used', title))
  return connected.value.cluster
}
