import { window, workspace } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import { LiveObjects, namedTypes } from '../cluster/live-objects.ts'
import type { SharedObjects } from '../cluster/shared-objects.ts'
import type { LanguageFeatures } from './language-features.ts'
import { isManifestText } from './manifest-text.ts'

/** Milliseconds for which the watches outlive the last manifest on screen, as people go back and forth. */
const linger = 30_000

/**
 * Tells completion and hover what the connected cluster holds, as long as a manifest is on screen. Asks
 * nothing in a workspace that isn't trusted, and nothing of a protected context before its name was typed.
 */
export class ClusterValues implements Disposable {
  readonly #session: ClusterSession
  readonly #objects: SharedObjects
  readonly #disposables = new Disposables()
  #features: LanguageFeatures | undefined
  #cluster: Cluster | undefined
  #held = new Disposables()
  #leaving: NodeJS.Timeout | undefined

  constructor(session: ClusterSession, objects: SharedObjects) {
    this.#session = session
    this.#objects = objects
    this.#disposables.add(session.onChange(() => this.#follow()))
    this.#disposables.add(window.onDidChangeVisibleTextEditors(() => this.#follow()))
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.#follow()))
  }

  /** Called when the first manifest is open; nothing is watched for nobody before. */
  attach(features: LanguageFeatures): void {
    this.#features = features
    this.#follow()
  }

  dispose(): void {
    this.#use(undefined)
    this.#disposables.dispose()
  }

  #follow(): void {
    const { state, isUnlocked } = this.#session
    const isAllowed = this.#features !== undefined && workspace.isTrusted && isUnlocked
    const cluster = isAllowed && state.kind === 'connected' ? state.cluster : undefined
    const isLookedAt = window.visibleTextEditors.some(({ document }) => isManifestText(document))
    clearTimeout(this.#leaving)
    if (cluster === undefined || (cluster !== this.#cluster && isLookedAt)) this.#use(cluster)
    else if (!isLookedAt && this.#cluster)
      this.#leaving = setTimeout(() => this.#use(undefined), linger)
  }

  #use(cluster: Cluster | undefined): void {
    clearTimeout(this.#leaving)
    if (cluster === this.#cluster) return
    this.#held.dispose()
    this.#held = new Disposables()
    this.#cluster = cluster
    if (!cluster) {
      this.#features?.service.setCluster(undefined)
      return
    }
    const { live: shown } = this.#held.add(this.#objects.hold(cluster))
    const named = this.#held.add(new LiveObjects(cluster, namedTypes))
    const tell = (): void => {
      const objects = [...shown.objects(), ...named.objects()]
      const { context } = this.#session
      this.#features?.service.setCluster({ context, simulated: cluster.simulated, objects })
    }
    for (const live of [shown, named]) this.#held.add(live.onChange(tell))
    tell()
  }
}
