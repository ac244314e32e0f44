import { Uri, type ExtensionContext } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { stepOfFile, type Lab } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { isForOther } from '../../labs/play-lab.ts'
import { systemClock } from '../../node/system-clock.ts'
import type { ApplyDependencies } from '../cluster/apply-manifest.ts'
import { practiceContext } from '../cluster/context-choice.ts'
import type { LabStepRef } from '../cluster/manifest-lenses.ts'
import type { RunOwner } from '../cluster/run-owner.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import type { LiveLint } from '../lint/live-lint.ts'
import { LabsView } from '../views/labs-view.ts'
import { RunsView } from '../views/runs-view.ts'
import { Captures } from './captures.ts'
import { completedByEvent, watchCleanFiles } from './completions.ts'
import { ContextCapabilities } from './context-capabilities.ts'
import type { LabDesk } from './lab-desk.ts'
import { LabFiles } from './lab-files.ts'
import { LabLibrary } from './lab-library.ts'
import { openLab } from './lab-pages.ts'
import { LabTests } from './lab-tests.ts'
import { LabWriting } from './lab-writing.ts'
import { offerCleanUp } from './leftovers.ts'
import { ProgressStore } from './progress-store.ts'
import { RunStore } from './run-store.ts'
import { StepVerifier } from './step-verifier.ts'

export interface LabRoomOptions {
  readonly context: ExtensionContext
  readonly apply: Omit<ApplyDependencies, 'ownerOf' | 'onApplying' | 'isForSecond'>
  readonly documents: VirtualDocuments
  readonly log: LogChannel
}

/** The labs in the editor: what is known of them and of their runs, and the events that move them on. */
export class LabRoom implements Disposable {
  readonly desk: LabDesk
  readonly view: LabsView
  readonly runsView: RunsView
  readonly tests: LabTests
  /** Applies files, those of a lab as its run's. */
  readonly apply: ApplyDependencies
  readonly #context: ExtensionContext
  readonly #disposables = new Disposables()

  constructor({ context, apply, documents, log }: LabRoomOptions) {
    this.#context = context
    const { session } = apply
    const own = this.#disposables
    const progress = own.add(new ProgressStore(context.globalState))
    // A session of the window is told from the ones before by the moment in which it began.
    const runs = own.add(new RunStore(context.workspaceState, String(systemClock.now())))
    const files = new LabFiles(runs, context.globalStorageUri)
    const captures = new Captures(context.globalStorageUri)
    const verifier = own.add(new StepVerifier(session, progress, captures, log))
    const library = own.add(new LabLibrary(context.extensionUri, log))
    this.apply = {
      ...apply,
      ownerOf: uri => this.#ownerOf(uri),
      isForSecond: uri => isForOther(this.#labOfFile(uri)?.name ?? ''),
      onApplying: ({ lab }, name) => runs.touch(lab, name)
    }
    const capabilities = own.add(new ContextCapabilities(session, library, log))
    const known = { library, progress, runs, files, verifier, captures, capabilities }
    this.desk = { ...known, apply: this.apply, documents, log }
    this.view = own.add(new LabsView(this.desk, context.workspaceState))
    this.runsView = own.add(new RunsView({ session, library, runs, log }))
    this.tests = own.add(new LabTests(this.desk))
    own.add(new LabWriting())
    own.add(
      session.onChange(({ kind }) => {
        if (kind === 'connected') void this.connected()
        if (!session.practice) void this.#forgetPractice()
      })
    )
  }

  /** Reads the labs once, and offers to clean up what an earlier session has left. */
  async load(): Promise<void> {
    await this.desk.library.load()
    await this.connected()
    void offerCleanUp(this.desk)
  }

  /** Ticks what a connected cluster does, also for somebody who has reset that step and asks for it again. */
  async connected(): Promise<void> {
    if (this.#session.state.kind === 'connected') await this.#completeBy('cluster-connected')
  }

  /** The step that a file of the learner belongs to: its folder says the lab, its name the step. */
  stepOfManifest(uri: string): LabStepRef | undefined {
    const found = this.#labOfFile(uri)
    const step = found && stepOfFile(found.lab, found.name)
    if (!step || step.checks.length === 0) return undefined
    return { lab: found.lab.id, step: step.id, label: step.backlog?.[0] ?? '' }
  }

  /** Ticks steps that are done when their file has no more problems. */
  watchFindings(lint: LiveLint): void {
    this.#disposables.add(
      watchCleanFiles(
        lint,
        () => this.desk.library.entries,
        ({ lab, step }, sentence) => void this.#complete(lab, step, sentence)
      )
    )
  }

  async open(args: readonly unknown[]): Promise<void> {
    const { lab } = await openLab(this.desk, args)
    await this.#completeBy('lab-opened', lab)
  }

  /** Leads a new user to a lab the first time, where whoever opened the window asked for that. */
  async openOnce(lab: string): Promise<void> {
    const { globalState } = this.#context
    const key = `netlabs.opened.${lab}`
    if (globalState.get<boolean>(key) === true) return
    await this.open([lab])
    await globalState.update(key, true)
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  get #session(): LabDesk['apply']['session'] {
    return this.desk.apply.session
  }

  #ownerOf(uri: string): RunOwner | undefined {
    const run = this.desk.runs.of(this.#labOfFile(uri)?.lab.id ?? '')
    return run && { lab: run.lab, run: run.run }
  }

  #labOfFile(uri: string): { readonly lab: Lab; readonly name: string } | undefined {
    const { path } = Uri.parse(uri)
    for (const { lab } of this.desk.library.entries) {
      const folder = `${this.desk.files.folderOf(lab.id).path}/`
      if (path.startsWith(folder)) return { lab, name: path.slice(folder.length) }
    }
    return undefined
  }

  /** What was made in the practice cluster is gone with it. */
  async #forgetPractice(): Promise<void> {
    const { runs } = this.desk
    for (const { lab, touched } of runs.all)
      for (const name of touched)
        if ([practiceContext, `${practiceContext}-two`].includes(name))
          await runs.cleaned(lab, name)
  }

  async #completeBy(event: 'cluster-connected' | 'lab-opened', opened?: Lab): Promise<void> {
    for (const { lab, step, sentence } of completedByEvent(
      this.desk.library.entries,
      event,
      opened
    ))
      await this.#complete(lab, step, sentence)
  }

  /** A step that the editor itself has seen to be done; there is nothing to probe. */
  async #complete(lab: Lab, step: LabStep, sentence: string): Promise<void> {
    if (this.desk.progress.of(lab.id, step.id)?.done) return
    await this.desk.progress.record(lab.id, step.id, {
      verdict: 'pass',
      sentence,
      at: systemClock.now(),
      context: this.#session.context,
      simulated: false,
      checks: [],
      report: ''
    })
  }
}
