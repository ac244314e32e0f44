import {
  commands,
  l10n,
  ProgressLocation,
  Uri,
  ViewColumn,
  window,
  workspace,
  type ExtensionContext
} from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import { evidenceMarkdown } from '../../labs/evidence-report.ts'
import { findStep, stepLabel, stepOfFile, type Lab } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { verdictLooks } from '../../labs/verdict.ts'
import { verifyStep } from '../../labs/verify-step.ts'
import { systemClock } from '../../node/system-clock.ts'
import type { ApplyDependencies } from '../cluster/apply-manifest.ts'
import { applyFile } from '../cluster/apply-manifest.ts'
import type { LabStepRef } from '../cluster/manifest-lenses.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { Cancelled, UserError } from '../host/user-error.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import { contextKeys, extensionId, viewIds } from '../ids.ts'
import type { LiveLint } from '../lint/live-lint.ts'
import { labsTree } from '../views/labs-tree.ts'
import { NodeTree } from '../views/node-tree.ts'
import { completedByEvent, watchCleanFiles } from './completions.ts'
import { readCatalog, type CatalogEntry } from './lab-catalog.ts'
import { learnerFile } from './learner-files.ts'
import { pickLab, pickStep } from './pick-step.ts'
import { ProgressStore } from './progress-store.ts'
import { stepArgument } from './step-argument.ts'

export interface LabRoomOptions {
  readonly context: ExtensionContext
  readonly apply: ApplyDependencies
  readonly documents: VirtualDocuments
  readonly log: LogChannel
}

interface ChosenStep {
  readonly entry: CatalogEntry
  readonly step: LabStep
}

/** The labs in the editor: their view, their files, their verdicts and the ticks of the walkthroughs. */
export class LabRoom implements Disposable {
  readonly #options: LabRoomOptions
  readonly #progress: ProgressStore
  readonly #tree = new NodeTree()
  readonly #disposables = new Disposables()
  readonly #loads = new Emitter<undefined>()
  #catalog: readonly CatalogEntry[] = []
  #loaded: Promise<void> | undefined

  /** Once, when the labs are known. */
  readonly onLoaded = this.#loads.event

  constructor(options: LabRoomOptions) {
    this.#options = options
    this.#progress = this.#disposables.add(new ProgressStore(options.context.globalState))
    this.#disposables.add(this.#tree)
    this.#disposables.add(
      window.createTreeView(viewIds.labs, { treeDataProvider: this.#tree, showCollapseAll: true })
    )
    this.#disposables.add(this.#progress.onChange(() => this.#draw()))
    this.#disposables.add(
      options.apply.session.onChange(({ kind }) => {
        if (kind === 'connected') void this.#completeBy('cluster-connected')
      })
    )
  }

  get rows(): NodeTree['roots'] {
    return this.#tree.roots
  }

  /** Reads the labs once. */
  load(): Promise<void> {
    this.#loaded ??= (async () => {
      const folder = Uri.joinPath(this.#options.context.extensionUri, 'walkthroughs')
      this.#catalog = await readCatalog(folder, this.#options.log)
      void commands.executeCommand('setContext', contextKeys.hasLabs, this.#catalog.length > 0)
      this.#draw()
      this.#loads.fire(undefined)
      if (this.#options.apply.session.state.kind === 'connected')
        await this.#completeBy('cluster-connected')
    })()
    return this.#loaded
  }

  /** The step that a file of the learner belongs to: the folder says the lab, the name the step. */
  stepOfManifest(uri: string): LabStepRef | undefined {
    const [folder = '', name = ''] = Uri.parse(uri).path.split('/').slice(-2)
    const lab = this.#catalog.find(entry => entry.lab.id === folder)?.lab
    const step = lab && stepOfFile(lab, name)
    if (!step || step.checks.length === 0) return undefined
    return { lab: lab.id, step: step.id, label: step.backlog?.[0] ?? '' }
  }

  /** Ticks steps that are done when their file has no more problems. */
  watchFindings(lint: LiveLint): void {
    this.#disposables.add(
      watchCleanFiles(
        lint,
        () => this.#catalog,
        ({ lab, step }, sentence) => void this.#complete(lab, step, sentence)
      )
    )
  }

  /** Opens a lab's walkthrough. */
  async open(args: readonly unknown[]): Promise<void> {
    await this.load()
    const wanted = stepArgument(args).lab
    const { lab } =
      this.#catalog.find(entry => entry.lab.id === wanted) ?? (await pickLab(this.#catalog))
    await commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${extensionId}#${lab.id}`,
      false
    )
    await this.#completeBy('lab-opened', lab)
  }

  /** Leads a new user to a lab the first time, where whoever opened the window asked for that. */
  async openOnce(lab: string): Promise<void> {
    const { globalState } = this.#options.context
    const key = `netlabs.opened.${lab}`
    if (globalState.get<boolean>(key) === true) return
    await this.open([lab])
    await globalState.update(key, true)
  }

  /** Opens the step's manifest beside its page. */
  async openManifest(args: readonly unknown[]): Promise<void> {
    const { entry, step } = await this.#choose(args)
    const files = filesToDo(step)
    const named = stepArgument(args).file
    const file = files.find(one => one === named || one.endsWith(`/${named ?? ''}`)) ?? files[0]
    if (file === undefined)
      throw new UserError(l10n.t('The step “{0}” has no manifest.', step.title))
    const uri = await learnerFile(entry, file, this.#options.context.globalStorageUri)
    const shown = window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString()
    )
    // The walkthrough is no text editor, and the manifest belongs beside it; otherwise it joins the texts.
    const place = window.activeTextEditor ? ViewColumn.Active : ViewColumn.Beside
    await window.showTextDocument(await workspace.openTextDocument(uri), {
      viewColumn: shown?.viewColumn ?? place,
      preview: false
    })
  }

  /** Applies the step's manifests as the learner has them, in their order. */
  async apply(args: readonly unknown[]): Promise<void> {
    const { entry, step } = await this.#choose(args)
    for (const file of step.manifests ?? []) {
      const uri = await learnerFile(entry, file, this.#options.context.globalStorageUri)
      await applyFile(this.#options.apply, uri)
    }
  }

  /** Verifies a step by what the network does, keeps the evidence and says what came of it. */
  async verify(args: readonly unknown[]): Promise<StepResult> {
    const { entry, step } = await this.#choose(args)
    const result = await this.#verified(entry.lab, step)
    await this.#keep(entry.lab, step, result)
    void this.#tell(entry.lab, step, result)
    return result
  }

  async reset(args: readonly unknown[]): Promise<void> {
    await this.load()
    const { lab: labId, step: stepId } = stepArgument(args)
    const entry =
      this.#catalog.find(({ lab }) => lab.id === labId) ?? (await pickLab(this.#catalog))
    const steps = entry.lab.steps.map(({ id }) => id)
    await this.#progress.forget(entry.lab.id, stepId === undefined ? steps : [stepId])
    void window.showInformationMessage(
      l10n.t(
        'The progress is forgotten. Objects in the cluster stay, and the walkthrough’s own ticks go when the window is opened again.'
      )
    )
  }

  async showEvidence(args: readonly unknown[]): Promise<void> {
    const { entry, step } = await this.#choose(args)
    const record = this.#progress.of(entry.lab.id, step.id)
    if (!record || record.report === '')
      throw new UserError(l10n.t('The step “{0}” was not verified yet.', step.title), {
        button: {
          title: l10n.t('Verify Now'),
          command: 'netlabs.lab.verify',
          args: [{ lab: entry.lab.id, step: step.id }]
        }
      })
    const path = `evidence/${entry.lab.id}/${step.id}.md`
    const uri = this.#options.documents.open(path, record.report)
    await commands.executeCommand('markdown.showPreview', uri)
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  async #verified(lab: Lab, step: LabStep): Promise<StepResult> {
    const cluster = await this.#options.apply.session.cluster()
    const title = l10n.t('Verifying {0} in {1}', stepLabel(step), cluster.context)
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const stop = new AbortController()
        token.onCancellationRequested(() => stop.abort())
        try {
          return await verifyStep(lab, step.id, cluster, {
            clock: systemClock,
            signal: stop.signal,
            onProgress: message => progress.report({ message }),
            baselines: this.#progress.baselines(lab.id)
          })
        } catch (error) {
          if (stop.signal.aborted) throw new Cancelled('verifying was stopped')
          throw error
        }
      }
    )
  }

  async #keep(lab: Lab, step: LabStep, result: StepResult): Promise<void> {
    const { verdict, sentence, finishedAt, context, simulated, checks, baselines } = result
    this.#options.log.info(`${context}: verified ${lab.id}/${step.id}: ${verdict}. ${sentence}`)
    await this.#progress.keepBaselines(lab.id, baselines)
    await this.#progress.record(lab.id, step.id, {
      verdict,
      sentence,
      at: finishedAt,
      context,
      simulated,
      checks: checks.map(check => ({
        title: check.title,
        verdict: check.verdict,
        sentence: check.sentence
      })),
      report: evidenceMarkdown(lab, step, result)
    })
  }

  async #tell(
    lab: Lab,
    step: LabStep,
    { verdict, sentence, simulated }: StepResult
  ): Promise<void> {
    const mark = simulated && verdict === 'pass' ? ` (${l10n.t('simulated')})` : ''
    const text = `${verdictLooks[verdict].word}${mark}: ${sentence}`
    const show = l10n.t('Show the Evidence')
    const picked =
      verdict === 'pass'
        ? await window.showInformationMessage(text, show)
        : await window.showWarningMessage(text, show)
    if (picked === show)
      await commands.executeCommand('netlabs.lab.showEvidence', { lab: lab.id, step: step.id })
  }

  async #choose(args: readonly unknown[]): Promise<ChosenStep> {
    await this.load()
    const { lab, step } = stepArgument(args)
    const entry = this.#catalog.find(one => one.lab.id === lab) ?? (await pickLab(this.#catalog))
    const found = step === undefined ? undefined : findStep(entry.lab, step)
    return { entry, step: found ?? (await pickStep(entry.lab)) }
  }

  async #completeBy(event: 'cluster-connected' | 'lab-opened', opened?: Lab): Promise<void> {
    for (const { lab, step, sentence } of completedByEvent(this.#catalog, event, opened))
      await this.#complete(lab, step, sentence)
  }

  /** A step that the editor itself has seen to be done; there is nothing to probe. */
  async #complete(lab: Lab, step: LabStep, sentence: string): Promise<void> {
    if (this.#progress.of(lab.id, step.id)?.done) return
    const { session } = this.#options.apply
    await this.#progress.record(lab.id, step.id, {
      verdict: 'pass',
      sentence,
      at: systemClock.now(),
      context: session.context,
      simulated: false,
      checks: [],
      report: ''
    })
  }

  #draw(): void {
    this.#tree.show(
      labsTree(
        this.#catalog.map(({ lab }) => ({
          id: lab.id,
          title: lab.title,
          minutes: lab.minutes,
          steps: lab.steps.map(step => {
            const record = this.#progress.of(lab.id, step.id)
            const time = record && new Date(record.at).toLocaleTimeString()
            return {
              id: step.id,
              title: step.backlog?.[0] ? `${step.backlog[0]} ${step.title}` : step.title,
              record: record && time !== undefined ? { ...record, time } : undefined
            }
          })
        }))
      )
    )
  }
}

/** What the learner works on: the files to start from, or the ones that finish the step. */
function filesToDo(step: LabStep): readonly string[] {
  return step.manifests?.length ? step.manifests : (step.solution ?? [])
}
