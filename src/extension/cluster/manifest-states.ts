import { window, workspace, type TextDocument } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import { judgeObject, type ObjectState } from '../../labs/objects/judge-object.ts'
import { createFactsReader, type FactsReader } from '../../labs/objects/read-object-facts.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { settings } from '../host/settings.ts'
import type { ClusterSession } from './cluster-session.ts'
import { isManifestText } from '../lint/manifest-text.ts'
import { manifestDocumentsOf, type ManifestDocument } from './manifest-documents.ts'
import { worstOf } from './worst-state.ts'

/** What was last seen of a document, for the line above it. */
export interface SeenState extends ObjectState {
  readonly sentence: string
}

/** Milliseconds from the last save, scroll or change of the cluster to the questions. */
const quiet = 400
/** More documents than these are not on a screen at once. */
const mostAtOnce = 16
const together = 4
const timeoutMs = 5_000
/** Waits before looking again at what time alone may change, in milliseconds. */
const waits = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

/**
 * The state of the documents that a person sees, asked of the connected cluster when they come into sight,
 * are saved, or something was written; never while a person types, never in a workspace that isn't trusted,
 * and not in a protected context before its name was typed.
 */
export class ManifestStates implements Disposable {
  readonly #session: ClusterSession
  readonly #log: LogChannel
  readonly #changes = new Emitter<undefined>()
  readonly #disposables = new Disposables()
  /** By the address and the text of a document: a changed text has no state until it is looked at. */
  readonly #seen = new Map<string, SeenState>()
  #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined
  #round = 0
  #context: string | undefined

  readonly onChange = this.#changes.event

  constructor(session: ClusterSession, log: LogChannel) {
    this.#session = session
    this.#log = log
    this.#disposables.add(session.onChange(() => this.#followContext()))
    this.#disposables.add(session.onWrite(() => this.refresh()))
    this.#disposables.add(window.onDidChangeVisibleTextEditors(() => this.#soon()))
    this.#disposables.add(window.onDidChangeTextEditorVisibleRanges(() => this.#soon()))
    this.#disposables.add(
      workspace.onDidSaveTextDocument(text => {
        if (isManifestText(text)) this.refresh()
      })
    )
  }

  of(text: TextDocument, manifest: ManifestDocument): SeenState | undefined {
    return this.#seen.get(keyOf(text, manifest))
  }

  /** What a verification has just seen. */
  keep(text: TextDocument, manifest: ManifestDocument, state: SeenState): void {
    this.#seen.set(keyOf(text, manifest), state)
    this.#changes.fire(undefined)
  }

  /** Looks again at everything in sight; until then the last state stays. */
  refresh(): void {
    this.#round = 0
    this.#soon(true)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#again)
    this.#stop.abort()
    this.#disposables.dispose()
    this.#changes.dispose()
  }

  #followContext(): void {
    const { state } = this.#session
    const connected = state.kind === 'connected' ? state.cluster.context : undefined
    if (connected === this.#context) return
    this.#context = connected
    this.#stop.abort()
    this.#seen.clear()
    this.#changes.fire(undefined)
    this.refresh()
  }

  #soon(again = false): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#again)
    this.#timer = setTimeout(() => void this.#look(again), quiet)
  }

  async #look(again: boolean): Promise<void> {
    this.#stop.abort()
    const { state } = this.#session
    if (state.kind !== 'connected' || !workspace.isTrusted || !settings.codeLensEnabled()) return
    // Even a dry-run is a request that a protected cluster's owners may not want unasked.
    if (!this.#session.isUnlocked) return
    const todo = inSight()
      .filter(({ text, manifest }) => again || !this.of(text, manifest))
      .slice(0, mostAtOnce)
    if (todo.length === 0) return
    const { signal } = (this.#stop = new AbortController())
    const reader = createFactsReader(state.cluster, { signal, timeoutMs })
    try {
      for (let i = 0; i < todo.length; i += together)
        await Promise.all(todo.slice(i, i + together).map(one => this.#lookAt(reader, one)))
      if (this.#seen.size > 1000) this.#seen.clear()
      this.#changes.fire(undefined)
      this.#lookAgainWhenItSettles(todo)
    } catch (error) {
      if (!signal.aborted) this.#log.error('The state of a manifest could not be read.', error)
    }
  }

  async #lookAt(reader: FactsReader, { text, manifest }: InSight): Promise<void> {
    const key = keyOf(text, manifest)
    const facts = await Promise.all(manifest.objects.map(object => reader.factsOf(object)))
    const worst = worstOf(facts.map(judgeObject))
    if (worst) this.#seen.set(key, { ...worst.state, sentence: worst.sentence })
  }

  #lookAgainWhenItSettles(looked: readonly InSight[]): void {
    const wait = waits[this.#round]
    const settles = looked.some(({ text, manifest }) => this.of(text, manifest)?.settles)
    if (wait === undefined || !settles) return
    this.#round++
    this.#again = setTimeout(() => {
      if (window.state.focused) void this.#look(true)
    }, wait)
  }
}

interface InSight {
  readonly text: TextDocument
  readonly manifest: ManifestDocument
}

/** Documents of saved files of which a line is on the screen. */
function inSight(): readonly InSight[] {
  return window.visibleTextEditors.flatMap(({ document: text, visibleRanges }) => {
    if (!isManifestText(text) || text.isDirty) return []
    return manifestDocumentsOf(text)
      .filter(({ range }) => visibleRanges.some(visible => visible.intersection(range)))
      .map(manifest => ({ text, manifest }))
  })
}

function keyOf(text: TextDocument, { range }: ManifestDocument): string {
  return `${text.uri.toString()}\n${text.getText(range)}`
}
