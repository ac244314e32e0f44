import {
  CodeLens,
  EventEmitter,
  l10n,
  languages,
  workspace,
  type CodeLensProvider,
  type Range,
  type TextDocument
} from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { Event } from '../../base/events.ts'
import { settings } from '../host/settings.ts'
import type { CommandId } from '../ids.ts'
import type { ClusterSession } from './cluster-session.ts'
import { describeObject, manifestDocumentsOf } from './manifest-documents.ts'
import type { ManifestTarget } from './manifest-target.ts'

/** A step of a lab that a manifest belongs to. */
export interface LabStepRef {
  readonly lab: string
  readonly step: string
  /** The item of the learning plan, such as `9.2`; empty when the step has none. */
  readonly label: string
}

export type StepOfManifest = (uri: string) => LabStepRef | undefined

/** Apply, Preview, Verify and Remove above every document that a cluster would take. */
export function provideLenses(
  session: ClusterSession,
  stepOf: StepOfManifest,
  onStepsKnown: Event<undefined>
): Disposable {
  const changed = new EventEmitter<void>()
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: text => (settings.codeLensEnabled() ? lensesOf(text, session, stepOf) : [])
  }
  const disposables = new Disposables()
  disposables.add(changed)
  disposables.add(onStepsKnown(() => changed.fire()))
  disposables.add(languages.registerCodeLensProvider({ language: 'yaml' }, provider))
  let shown = session.context
  disposables.add(
    session.onChange(() => {
      if (shown === session.context) return
      shown = session.context
      changed.fire()
    })
  )
  disposables.add(
    workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('netlabs.codeLens')) changed.fire()
    })
  )
  return disposables
}

function lensesOf(text: TextDocument, session: ClusterSession, stepOf: StepOfManifest): CodeLens[] {
  const uri = text.uri.toString()
  const step = stepOf(uri)
  return manifestDocumentsOf(text).flatMap(({ document, objects, anchor }) => {
    const target: ManifestTarget = { uri, document: document.index }
    const what = objects.map(describeObject).join(', ')
    return [
      lens(
        anchor,
        l10n.t('$(play) Apply to {0}', session.context),
        'netlabs.manifest.apply',
        [target],
        l10n.t('Server-side apply of {0} in {1}', what, session.context)
      ),
      lens(
        anchor,
        l10n.t('$(diff) Preview'),
        'netlabs.manifest.preview',
        [target],
        l10n.t('What the server would change in {0}; nothing is changed', session.context)
      ),
      ...(step
        ? [
            lens(
              anchor,
              l10n.t('$(beaker) Verify {0}', step.label).trim(),
              'netlabs.lab.verify',
              [{ lab: step.lab, step: step.step }],
              l10n.t('Proves the step by what the network of {0} does', session.context)
            )
          ]
        : []),
      lens(
        anchor,
        l10n.t('$(trash) Remove'),
        'netlabs.manifest.remove',
        [target],
        l10n.t('Deletes {0} in {1}', what, session.context)
      )
    ]
  })
}

function lens(
  range: Range,
  title: string,
  command: CommandId,
  args: unknown[],
  tooltip: string
): CodeLens {
  return new CodeLens(range, { title, command, arguments: args, tooltip })
}
