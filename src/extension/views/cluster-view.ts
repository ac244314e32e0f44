import { commands, l10n, window, workspace } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import type { LiveObjects } from '../cluster/live-objects.ts'
import type { SharedObjects } from '../cluster/shared-objects.ts'
import { guarded } from '../host/run-command.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { contextKeys, viewIds } from '../ids.ts'
import { clusterTree } from './cluster-tree.ts'
import { NodeTree } from './node-tree.ts'

/** The Cluster view. It watches the cluster only while it is on screen. */
export class ClusterView implements Disposable {
  readonly #session: ClusterSession
  readonly #log: LogChannel
  readonly #tree = new NodeTree()
  readonly #view = window.createTreeView(viewIds.cluster, {
    treeDataProvider: this.#tree,
    showCollapseAll: true
  })
  readonly #disposables = new Disposables()
  readonly #objects: SharedObjects
  #live: LiveObjects | undefined
  #held = new Disposables()

  constructor(session: ClusterSession, objects: SharedObjects, log: LogChannel) {
    this.#session = session
    this.#objects = objects
    this.#log = log
    this.#disposables.add(this.#tree)
    this.#disposables.add(this.#view)
    this.#disposables.add(session.onChange(() => this.#follow()))
    this.#disposables.add(this.#view.onDidChangeVisibility(() => this.#look()))
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#look()))
    this.#look()
  }

  /** What the view shows, for the tests. */
  get roots(): NodeTree['roots'] {
    return this.#tree.roots
  }

  async refresh(): Promise<void> {
    await this.#session.reconnect()
  }

  dispose(): void {
    this.#letGo()
    this.#disposables.dispose()
  }

  #look(): void {
    this.#follow()
    this.#openPinned()
  }

  #follow(): void {
    const { state } = this.#session
    this.#announce()
    if (state.kind !== 'connected') {
      this.#letGo()
      this.#tree.show([])
      this.#view.message =
        state.kind === 'failed'
          ? state.sentence
          : state.kind === 'connecting'
            ? l10n.t('Connecting to {0} …', this.#session.context)
            : ''
      return
    }
    this.#view.message = ''
    if (!this.#view.visible) {
      this.#letGo()
      return
    }
    if (this.#live) {
      this.#draw(this.#live)
      return
    }
    const held = this.#held.add(this.#objects.hold(state.cluster))
    const { live } = held
    this.#live = live
    this.#held.add(live.onChange(() => this.#draw(live)))
    this.#draw(live)
  }

  #letGo(): void {
    this.#held.dispose()
    this.#held = new Disposables()
    this.#live = undefined
  }

  /** A context of the kubeconfig that was chosen for this workspace is opened when the view is first seen. */
  #openPinned(): void {
    const { state, isPractice } = this.#session
    if (state.kind !== 'idle' || isPractice || !workspace.isTrusted || !this.#view.visible) return
    void guarded('open the context', this.#log, () => this.#session.cluster())
  }

  #draw(live: LiveObjects): void {
    const { state, context, isProtected } = this.#session
    if (live !== this.#live || state.kind !== 'connected') return
    const stale = live.staleness()
    this.#tree.show(
      clusterTree({
        context,
        version: state.version,
        simulated: state.cluster.simulated,
        protected: isProtected,
        ...(stale !== undefined && { stale }),
        objects: live.objects()
      })
    )
  }

  #announce(): void {
    const { state, isPractice, practice } = this.#session
    const restricted = state.kind === 'idle' && !isPractice && !workspace.isTrusted
    const shown = restricted ? 'restricted' : state.kind === 'idle' ? 'none' : state.kind
    void commands.executeCommand('setContext', contextKeys.clusterState, shown)
    void commands.executeCommand('setContext', contextKeys.practiceRunning, practice !== undefined)
  }
}
