import { l10n } from 'vscode'
import type { SchemaSet } from '../../api/schema-set.ts'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { LanguageFeatures } from './language-features.ts'
import { nextTurn } from '../host/next-turn.ts'
import { readClusterSchemas } from './read-cluster-schemas.ts'

/**
 * Has manifests checked with the schemas of the cluster that is connected, its CustomResourceDefinitions
 * among them; with the bundled ones as soon as it is left. The practice cluster has the bundled ones itself.
 */
export class ClusterSchemas implements Disposable {
  readonly #session: ClusterSession
  readonly #log: LogChannel
  readonly #disposables = new Disposables()
  #features: LanguageFeatures | undefined
  #cluster: Cluster | undefined
  #schemas: SchemaSet | undefined

  constructor(session: ClusterSession, log: LogChannel) {
    this.#session = session
    this.#log = log
    this.#disposables.add(session.onChange(() => this.#follow()))
  }

  /** Called when the first YAML file is open; nothing is read for nobody before. */
  attach(features: LanguageFeatures): void {
    this.#features = features
    this.#follow()
  }

  dispose(): void {
    this.#cluster = undefined
    this.#disposables.dispose()
  }

  #follow(): void {
    const { state } = this.#session
    const cluster =
      state.kind === 'connected' && !state.cluster.simulated ? state.cluster : undefined
    if (!this.#features || cluster === this.#cluster) return
    this.#cluster = cluster
    if (cluster) void this.#read(cluster)
    else if (this.#schemas) this.#use(undefined)
  }

  async #read(cluster: Cluster): Promise<void> {
    const started = performance.now()
    const answer = await readClusterSchemas(cluster, {
      label: l10n.t('Cluster {0}', this.#session.context),
      now: () => performance.now(),
      pause: nextTurn,
      isOver: () => this.#cluster !== cluster
    })
    if (this.#cluster !== cluster) return
    if (!answer.ok) {
      this.#log.info(
        `The schemas of ${this.#session.context} can't be read, so the bundled ones are used: ${answer.error.message}`
      )
      return
    }
    this.#use(answer.value)
    const took = Math.round(performance.now() - started)
    const count = answer.value?.kinds().length ?? 0
    this.#log.debug(`${count} kinds of ${this.#session.context} are known after ${took} ms`)
  }

  #use(schemas: SchemaSet | undefined): void {
    this.#schemas = schemas
    this.#features?.useCluster(schemas)
  }
}
