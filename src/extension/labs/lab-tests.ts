import {
  l10n,
  TestMessage,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  Uri,
  type CancellationToken,
  type TestItem,
  type TestRun
} from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { StepResult } from '../../labs/step-result.ts'
import { verdictLooks, type Verdict } from '../../labs/verdict.ts'
import { Cancelled } from '../host/user-error.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabDesk } from './lab-desk.ts'
import { verifyWithReversal } from './reverse-step.ts'
import { messageOf } from './test-message.ts'
import { stepsToRun, stepTestLabel, testId } from './test-tree.ts'

export type Way = 'verify' | 'reverse'
export type TestState = 'passed' | 'failed' | 'errored' | 'skipped'

/** Every lab, step and check as a test of the Test Explorer. What is verified elsewhere shows here as well. */
export class LabTests implements Disposable {
  readonly #desk: LabDesk
  readonly #controller = tests.createTestController('netlabs', l10n.t('Networking labs'))
  readonly #disposables = new Disposables()
  /** What each test came to last, by its id; the editor itself can't be asked. */
  readonly states = new Map<string, TestState>()
  #running = 0

  constructor(desk: LabDesk) {
    this.#desk = desk
    const own = this.#disposables
    own.add(this.#controller)
    this.#profile(l10n.t('Verify'), 'verify', true)
    this.#profile(l10n.t('Verify with reversal'), 'reverse', false)
    own.add(desk.library.onChange(() => this.#list()))
    own.add(
      desk.verifier.onVerified(({ entry, step, result }) => {
        if (this.#running === 0) void this.#show(entry, step, result)
      })
    )
    this.#list()
  }

  /** Runs tests as the Test Explorer does, by their ids; all of them unless some are named. */
  async run(way: Way, ids: readonly string[] | undefined, token: CancellationToken): Promise<void> {
    const include = ids?.map(id => this.#item(id)).filter(item => item !== undefined)
    await this.#run(way, new TestRunRequest(include), token)
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  #profile(label: string, way: Way, isDefault: boolean): void {
    this.#controller.createRunProfile(
      label,
      TestRunProfileKind.Run,
      (request, token) => this.#run(way, request, token),
      isDefault
    )
  }

  #list(): void {
    this.#controller.items.replace(this.#desk.library.entries.map(entry => this.#labItem(entry)))
  }

  #labItem({ lab, folder }: CatalogEntry): TestItem {
    const item = this.#controller.createTestItem(testId({ lab: lab.id }), lab.title)
    item.description = l10n.t('{0} min', lab.minutes)
    for (const [i, step] of lab.steps.entries()) {
      if (step.checks.length === 0) continue
      const place = { lab: lab.id, step: step.id }
      const page = Uri.joinPath(folder, step.page)
      const stepItem = this.#controller.createTestItem(testId(place), stepTestLabel(step), page)
      stepItem.sortText = String(i)
      for (const [j, check] of step.checks.entries()) {
        const id = testId({ ...place, check: check.id })
        const checkItem = this.#controller.createTestItem(id, check.title, page)
        checkItem.sortText = String(j)
        stepItem.children.add(checkItem)
      }
      item.children.add(stepItem)
    }
    return item
  }

  #item(id: string): TestItem | undefined {
    const [lab = '', step, check] = id.split('/')
    const ofLab = this.#controller.items.get(lab)
    const ofStep = step === undefined ? ofLab : ofLab?.children.get(testId({ lab, step }))
    return check === undefined ? ofStep : ofStep?.children.get(id)
  }

  async #run(way: Way, request: TestRunRequest, token: CancellationToken): Promise<void> {
    const stop = new AbortController()
    token.onCancellationRequested(() => stop.abort())
    const todo = stepsToRun(
      this.#desk.library.entries.map(({ lab }) => lab),
      request.include?.map(({ id }) => id),
      request.exclude?.map(({ id }) => id) ?? []
    )
    const run = this.#controller.createTestRun(request)
    this.#running++
    try {
      for (const { lab, step } of todo)
        for (const item of this.#itemsOf(lab.id, step)) run.enqueued(item)
      for (const { lab, step } of todo) {
        const entry = this.#desk.library.find(lab.id)
        if (!entry || stop.signal.aborted) break
        await this.#runStep(run, way, entry, step, stop.signal)
      }
    } finally {
      this.#running--
      run.end()
    }
  }

  async #runStep(
    run: TestRun,
    way: Way,
    entry: CatalogEntry,
    step: LabStep,
    signal: AbortSignal
  ): Promise<void> {
    const items = this.#itemsOf(entry.lab.id, step)
    const stepItem = this.#item(testId({ lab: entry.lab.id, step: step.id }))
    const tell = (sentence: string): void => write(run, sentence, stepItem)
    for (const item of items) run.started(item)
    try {
      if (way === 'verify') {
        await this.#report(
          run,
          entry,
          step,
          await this.#desk.verifier.verify(entry, step, { signal, tell })
        )
        return
      }
      const { before, notReversed, problem } = await verifyWithReversal(this.#desk, entry, step, {
        signal,
        tell
      })
      await this.#report(run, entry, step, before)
      if (notReversed !== undefined) tell(notReversed)
      if (problem === undefined) return
      tell(problem)
      for (const item of items) this.#end(run, item, 'failed', new TestMessage(problem))
    } catch (error) {
      if (error instanceof Cancelled) {
        for (const item of items) this.#end(run, item, 'skipped')
        return
      }
      const message = error instanceof Error ? error.message : String(error)
      write(run, message, stepItem)
      for (const item of items) this.#end(run, item, 'errored', new TestMessage(message))
    }
  }

  /** Shows what was verified by a command, a lens or a page. */
  async #show(entry: CatalogEntry, step: LabStep, result: StepResult): Promise<void> {
    const item = this.#item(testId({ lab: entry.lab.id, step: step.id }))
    if (!item) return
    const run = this.#controller.createTestRun(new TestRunRequest([item]), undefined, false)
    await this.#report(run, entry, step, result)
    run.end()
  }

  async #report(
    run: TestRun,
    entry: CatalogEntry,
    step: LabStep,
    result: StepResult
  ): Promise<void> {
    const stepItem = this.#item(testId({ lab: entry.lab.id, step: step.id }))
    const { verdict, sentence, context, simulated } = result
    const where = simulated ? l10n.t('{0} (simulated)', context) : context
    write(run, `${verdictLooks[verdict].word} · ${where}: ${sentence}`, stepItem)
    for (const check of result.checks) {
      const item = this.#item(testId({ lab: entry.lab.id, step: step.id, check: check.id }))
      if (!item) continue
      write(run, `${verdictLooks[check.verdict].word}: ${check.title}. ${check.sentence}`, item)
      for (const { role, from, to, result: answer } of check.evidence)
        write(run, `  ${role}  ${from} → ${to}: ${answer}`, item)
      const state = stateOf(check.verdict)
      const message =
        state === 'failed' || state === 'errored'
          ? await messageOf(this.#desk.files, entry, step, check)
          : undefined
      this.#end(run, item, state, message, tookFor(check.evidence))
    }
  }

  #end(run: TestRun, item: TestItem, state: TestState, message?: TestMessage, took?: number): void {
    this.states.set(item.id, state)
    if (state === 'passed') run.passed(item, took)
    else if (state === 'skipped') run.skipped(item)
    else run[state](item, message ?? [], took)
  }

  #itemsOf(lab: string, step: LabStep): readonly TestItem[] {
    return step.checks.flatMap(
      ({ id }) => this.#item(testId({ lab, step: step.id, check: id })) ?? []
    )
  }
}

/** What the context lacks, what can't be seen here and what a person has to confirm is no failure. */
function stateOf(verdict: Verdict): TestState {
  switch (verdict) {
    case 'pass':
      return 'passed'
    case 'fail':
      return 'failed'
    case 'inconclusive':
      return 'errored'
    default:
      return 'skipped'
  }
}

/** The output is a terminal, whose lines end with both characters. */
function write(run: TestRun, text: string, item: TestItem | undefined): void {
  run.appendOutput(`${text.replaceAll('\n', '\r\n')}\r\n`, undefined, item)
}

/** Milliseconds from the first question to the last answer. */
function tookFor(evidence: StepResult['checks'][number]['evidence']): number | undefined {
  const [first] = evidence
  const last = evidence.at(-1)
  return first && last ? last.at + last.took - first.at : undefined
}
