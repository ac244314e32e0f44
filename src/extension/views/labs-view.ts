import { commands, l10n, window, type Memento } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { stepLabel, type Lab } from '../../labs/lab.ts'
import { systemClock } from '../../node/system-clock.ts'
import { contextKeys, viewIds } from '../ids.ts'
import type { CatalogEntry } from '../labs/lab-catalog.ts'
import {
  filterWords,
  isFiltering,
  noFilter,
  passesFilter,
  type LabFilter
} from '../labs/lab-filter.ts'
import type { LabDesk } from '../labs/lab-desk.ts'
import { labsTree, type LabFacts, type StepFacts } from './labs-tree.ts'
import { NodeTree } from './node-tree.ts'
import { whenWords } from './when.ts'

type Source = Pick<LabDesk, 'library' | 'progress' | 'runs' | 'capabilities'>

const filterKey = 'netlabs.labFilter'

/** The Labs view: every lab with its progress, as far as the filter lets it through. */
export class LabsView implements Disposable {
  readonly #desk: Source
  readonly #memory: Memento
  readonly #tree = new NodeTree()
  readonly #disposables = new Disposables()
  readonly #view = window.createTreeView(viewIds.labs, {
    treeDataProvider: this.#tree,
    showCollapseAll: true
  })

  constructor(desk: Source, memory: Memento) {
    this.#desk = desk
    this.#memory = memory
    this.#disposables.add(this.#tree)
    this.#disposables.add(this.#view)
    for (const source of [desk.library, desk.progress, desk.runs, desk.capabilities])
      this.#disposables.add(source.onChange(() => this.draw()))
  }

  /** What the view shows, for the tests. */
  get rows(): NodeTree['roots'] {
    return this.#tree.roots
  }

  /** What stands above the rows, for the tests. */
  get message(): string {
    return this.#view.message ?? ''
  }

  get filter(): LabFilter {
    return { ...noFilter, ...this.#memory.get<LabFilter>(filterKey) }
  }

  async filterBy(filter: LabFilter): Promise<void> {
    await this.#memory.update(filterKey, isFiltering(filter) ? filter : undefined)
    this.draw()
  }

  draw(): void {
    const { filter } = this
    const { entries } = this.#desk.library
    const suggested = entries.find(entry => !this.#isFinished(entry.lab))?.lab.id
    const shown = entries.filter(({ lab }) =>
      passesFilter(filter, lab, {
        finished: this.#isFinished(lab),
        carried: this.#desk.capabilities.carries(lab)
      })
    )
    const filtering = isFiltering(filter)
    void commands.executeCommand('setContext', contextKeys.labsFiltered, filtering)
    this.#view.message = filtering
      ? l10n.t('{0} of {1} labs: {2}', shown.length, entries.length, filterWords(filter))
      : ''
    this.#tree.show(labsTree(shown.map(entry => this.#factsOf(entry, suggested))))
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  #isFinished({ id, steps }: Lab): boolean {
    return steps.every(step => this.#desk.progress.of(id, step.id)?.done)
  }

  #factsOf({ lab, origin }: CatalogEntry, suggested: string | undefined): LabFacts {
    const { id, title, description, group, level, minutes, topics } = lab
    return {
      ...{ id, title, description, group, level, minutes, topics },
      missing: this.#desk.capabilities.missingForLab(lab),
      begun: this.#desk.runs.of(id) !== undefined,
      suggested: id === suggested,
      own: origin === 'workspace',
      steps: lab.steps.map(step => this.#stepFacts(lab, step))
    }
  }

  #stepFacts(lab: Lab, step: Lab['steps'][number]): StepFacts {
    const { progress, capabilities } = this.#desk
    const record = progress.of(lab.id, step.id)
    const label = stepLabel(step)
    const help = capabilities.helpFor(lab, step)
    return {
      id: step.id,
      title: label === step.title ? label : `${label} ${step.title}`,
      goal: step.goal,
      missing: capabilities.missingForStep(lab, step),
      ...(help !== undefined && { help }),
      skipped: progress.isSkipped(lab.id, step.id),
      asks: step.question !== undefined,
      record: record && { ...record, time: whenWords(record.at, systemClock.now()) }
    }
  }
}
