import { l10n, workspace, type Memento } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { isProtected } from '../../cluster/protected-contexts.ts'
import { cancellable } from '../host/cancellable.ts'
import { Cancelled, clusterFailure, UserError } from '../host/user-error.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { settings } from '../host/settings.ts'
import type { ContextList, PracticeHandle } from './cluster-side.ts'
import { keptChoice, titleOf, type ContextChoice } from './context-choice.ts'
import { SecondCluster } from './second-cluster.ts'
import { loadClusterSide } from './load-cluster-side.ts'

/** `idle`: nothing was asked of the cluster yet. */
export type SessionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly cluster: Cluster; readonly version: string }
  | { readonly kind: 'failed'; readonly sentence: string }

const pinKey = 'netlabs.context'

/**
 * The one cluster that the window works with. Which one is a choice of the workspace, kept in its own
 * state: the kubeconfig's current context is never changed, and never followed unasked.
 */
export class ClusterSession implements Disposable {
  readonly #memory: Memento
  readonly #schemasFolder: string
  readonly #log: LogChannel
  readonly #changes = new Emitter<SessionState>()
  readonly #settings: Disposable
  readonly #contexts = new Emitter<string>()
  readonly #writes = new Emitter<undefined>()
  #state: SessionState = { kind: 'idle' }
  #choice: ContextChoice
  #fingerprint: string | undefined
  /** Ends what is under way for the context that is being left. */
  #stop = new AbortController()
  #practice: PracticeHandle | undefined
  #opening: Promise<Cluster> | undefined
  /** Counts choices, so that an answer for a context that was left meanwhile is dropped. */
  #turn = 0
  #unlocked = false

  /** The cluster beside it, for labs that need two. */
  readonly second: SecondCluster

  readonly onChange = this.#changes.event
  /** With the name, when another context is chosen. */
  readonly onContext = this.#contexts.event
  /** After the product itself has changed something in the cluster. */
  readonly onWrite = this.#writes.event

  constructor(options: { memory: Memento; schemasFolder: string; log: LogChannel }) {
    this.#memory = options.memory
    this.#schemasFolder = options.schemasFolder
    this.#log = options.log
    this.second = new SecondCluster(this, options.memory)
    this.#choice = keptChoice(options.memory.get<unknown>(pinKey))
    this.#settings = workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('netlabs.cluster.kubeconfig') && !this.isPractice)
        this.#leave()
      else if (change.affectsConfiguration('netlabs.cluster')) this.#changes.fire(this.#state)
    })
  }

  get state(): SessionState {
    return this.#state
  }

  /** The name that lenses, questions and the status bar show. */
  get context(): string {
    return titleOf(this.#choice)
  }

  get choice(): ContextChoice {
    return this.#choice
  }

  /** What the kubeconfig said of the context when it was connected. */
  get fingerprint(): string | undefined {
    return this.#fingerprint
  }

  get isPractice(): boolean {
    return this.#choice.origin === 'practice'
  }

  get isProtected(): boolean {
    const choice = this.#choice
    return choice.origin === 'kubeconfig' && isProtected(choice.name, settings.protectedContexts())
  }

  /** Whether a person typed the protected context's name since it was chosen. */
  get isUnlocked(): boolean {
    return this.#unlocked || !this.isProtected
  }

  get practice(): PracticeHandle | undefined {
    return this.#practice
  }

  announceWrite(): void {
    this.#writes.fire(undefined)
  }

  unlock(): void {
    this.#unlocked = true
    this.#changes.fire(this.#state)
  }

  /** The cluster of the chosen context; the practice cluster is started for it when it doesn't run. */
  async cluster(): Promise<Cluster> {
    if (this.#state.kind === 'connected') return this.#state.cluster
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async choose(choice: ContextChoice): Promise<void> {
    if (titleOf(choice) !== this.context) {
      // Before the old connection is left: whoever hears of that must not open the old context again.
      this.#choice = choice
      this.#leave()
      this.#contexts.fire(this.context)
      await this.#memory.update(pinKey, choice)
    }
    await this.cluster()
  }

  /** Drops the connection and opens it again, as after a failure. */
  async reconnect(): Promise<void> {
    this.#leave()
    await this.cluster()
  }

  /** Drops the connection of a context that can't be used any more. */
  lose(sentence: string): void {
    this.#leave()
    this.#set({ kind: 'failed', sentence })
  }

  async stopPractice(): Promise<void> {
    const practice = this.#practice
    this.#practice = undefined
    if (this.isPractice) this.#leave()
    else this.#changes.fire(this.#state)
    await practice?.stop()
  }

  async contexts(): Promise<ContextList> {
    if (!workspace.isTrusted) return { contexts: [], current: undefined, problem: undefined }
    const side = await loadClusterSide()
    return side.readContexts(settings.kubeconfig())
  }

  dispose(): void {
    this.second.dispose()
    this.#settings.dispose()
    this.#leave()
    void this.#practice?.stop()
    this.#changes.dispose()
    this.#contexts.dispose()
    this.#writes.dispose()
  }

  #leave(): void {
    this.#turn++
    this.#opening = undefined
    this.#unlocked = false
    this.#fingerprint = undefined
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#set({ kind: 'idle' })
  }

  async #open(): Promise<Cluster> {
    const turn = this.#turn
    this.#set({ kind: 'connecting' })
    try {
      const cluster = await this.#clusterOf(this.#choice, turn)
      const version = await cluster.version()
      if (turn !== this.#turn) throw new Cancelled('another context was chosen meanwhile')
      if (!version.ok) throw clusterFailure(version.error, unusable(cluster.context))
      this.#set({ kind: 'connected', cluster, version: version.value.gitVersion })
      this.#log.info(`Connected to ${this.context}, ${version.value.gitVersion}`)
      return cluster
    } catch (error) {
      // Who chose another context has no use for what became of the old one.
      if (turn !== this.#turn) throw new Cancelled('another context was chosen meanwhile')
      const failure = asUserError(error, this.context)
      this.#set({ kind: 'failed', sentence: failure.message })
      // Who has stopped the sign-in knows; the status bar says it all the same.
      throw error instanceof Cancelled ? error : failure
    }
  }

  #clusterOf(choice: ContextChoice, turn: number): Promise<Cluster> {
    return choice.origin === 'practice'
      ? this.#openPractice()
      : this.#openContext(choice.name, turn)
  }

  async #openPractice(): Promise<Cluster> {
    if (!this.#practice) {
      const side = await loadClusterSide()
      const started = performance.now()
      this.#practice = await side.startPractice({
        schemasFolder: this.#schemasFolder,
        log: this.#log
      })
      const took = Math.round(performance.now() - started)
      this.#log.info(`The practice cluster listens at ${this.#practice.url} after ${took} ms`)
    }
    return this.#practice.cluster
  }

  async #openContext(context: string, turn: number): Promise<Cluster> {
    if (!workspace.isTrusted)
      throw new UserError(
        l10n.t(
          'This workspace is not trusted, so no kubeconfig is read. The practice cluster works.'
        )
      )
    const side = await loadClusterSide()
    const title = this.context
    const left = this.#stop.signal
    const connected = await side.connect({
      context,
      title,
      kubeconfig: settings.kubeconfig(),
      signInMs: settings.signInSeconds() * 1000,
      signIn: (command, run) =>
        cancellable(l10n.t('Signing in to {0} with {1}', title, command), ({ signal }) =>
          run(AbortSignal.any([signal, left]))
        )
    })
    if (turn !== this.#turn) throw new Cancelled('another context was chosen meanwhile')
    if (!connected.ok) throw clusterFailure(connected.error, unusable(title))
    this.#fingerprint = connected.value.fingerprint
    return connected.value.cluster
  }

  #set(state: SessionState): void {
    this.#state = state
    this.#changes.fire(state)
  }
}

function asUserError(error: unknown, context: string): UserError {
  if (error instanceof UserError) return error
  const said = error instanceof Error ? error.message : String(error)
  return new UserError(`${unusable(context)}: ${said}`, {
    cause: error,
    button: { title: l10n.t('Choose a Context'), command: 'netlabs.context.pick' }
  })
}

function unusable(context: string): string {
  return l10n.t('The context {0} can’t be used', context)
}
