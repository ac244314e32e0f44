import { l10n } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import type { Lab } from '../../labs/lab.ts'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import { isAtLeast } from '../../rules/severity.ts'
import type { LiveLint } from '../lint/live-lint.ts'
import type { CatalogEntry } from './lab-catalog.ts'

export interface CompletedStep {
  readonly lab: Lab
  readonly step: LabStep
  readonly sentence: string
}

/** The steps that are done because of something that happened in the editor. */
export function completedByEvent(
  catalog: readonly CatalogEntry[],
  event: 'cluster-connected' | 'lab-opened',
  opened?: Lab
): readonly CompletedStep[] {
  const sentence =
    event === 'cluster-connected'
      ? l10n.t('A cluster is connected.')
      : l10n.t('Another lab was opened.')
  return catalog.flatMap(({ lab }) =>
    lab.steps
      // Opening the very lab whose last step says "open your next one" is not that.
      .filter(({ completion }) => completion?.event === event && lab.id !== opened?.id)
      .map(step => ({ lab, step, sentence }))
  )
}

/** Tells of steps whose file had problems and has none any more. */
export function watchCleanFiles(
  lint: LiveLint,
  catalog: () => readonly CatalogEntry[],
  done: (place: { readonly lab: Lab; readonly step: LabStep }, sentence: string) => void
): Disposable {
  const broken = new Set<string>()
  return lint.onChecked(({ uri, findings }) => {
    const bad = findings.some(({ severity }) => isAtLeast(severity, 'warning'))
    if (bad) broken.add(uri)
    else if (broken.delete(uri))
      for (const place of stepsWithFile(catalog(), uri))
        done(place, l10n.t('The file has no more problems.'))
  })
}

function stepsWithFile(
  catalog: readonly CatalogEntry[],
  uri: string
): readonly { readonly lab: Lab; readonly step: LabStep }[] {
  const name = decodeURIComponent(uri).split('/').at(-1) ?? ''
  return catalog.flatMap(({ lab }) =>
    lab.steps
      .filter(
        ({ completion }) =>
          completion?.event === 'clean-file' && completion.file.split('/').at(-1) === name
      )
      .map(step => ({ lab, step }))
  )
}
