import {
  CodeLens,
  EventEmitter,
  l10n,
  languages,
  workspace,
  type CodeLensProvider,
  type Command,
  type TextDocument
} from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { Event } from '../../base/events.ts'
import { objectTitle } from '../../model/object.ts'
import { settings } from '../host/settings.ts'
import type { CommandId } from '../ids.ts'
import { isManifestText, manifestLanguages } from '../lint/manifest-text.ts'
import { contextFor, type ManifestClusters } from './manifest-cluster.ts'
import { manifestDocumentsOf, type ManifestDocument } from './manifest-documents.ts'
import type { ManifestStates, SeenState } from './manifest-states.ts'
import type { ManifestTarget } from './manifest-target.ts'

/** A step of a lab that a manifest belongs to. */
export interface LabStepRef {
  readonly lab: string
  readonly step: string
  /** The item of the learning plan, such as `9.2`; empty when the step has none. */
  readonly label: string
}

export interface LensSources extends ManifestClusters {
  readonly states: ManifestStates
  readonly stepOf: (uri: string) => LabStepRef | undefined
  readonly onStepsKnown: Event<undefined>
}

/** Apply, Preview, Verify and Remove above every document that a cluster would take. */
export function provideLenses(sources: LensSources): Disposable {
  const { session, states, onStepsKnown } = sources
  const changed = new EventEmitter<void>()
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: text =>
      settings.codeLensEnabled() && isManifestText(text)
        ? manifestDocumentsOf(text).flatMap(manifest => lensesOf(sources, text, manifest))
        : []
  }
  const disposables = new Disposables()
  disposables.add(changed)
  disposables.add(onStepsKnown(() => changed.fire()))
  disposables.add(states.onChange(() => changed.fire()))
  disposables.add(languages.registerCodeLensProvider(manifestLanguages, provider))
  disposables.add(session.onContext(() => changed.fire()))
  disposables.add(session.second.onChange(() => changed.fire()))
  disposables.add(
    workspace.onDidChangeConfiguration(change => {
      if (!change.affectsConfiguration('netlabs.codeLens')) return
      changed.fire()
      states.refresh()
    })
  )
  return disposables
}

function lensesOf(
  sources: LensSources,
  text: TextDocument,
  manifest: ManifestDocument
): CodeLens[] {
  const uri = text.uri.toString()
  const context = contextFor(sources, uri)
  const target: ManifestTarget = { uri, document: manifest.document.index }
  const what = manifest.objects.map(objectTitle).join(', ')
  const lens = (command: CommandId, title: string, tooltip: string): Command => ({
    title,
    command,
    arguments: [target],
    tooltip
  })
  const apply = lens(
    'netlabs.manifest.apply',
    l10n.t('$(play) Apply to {0}', context),
    l10n.t('Server-side apply of {0} in {1}', what, context)
  )
  // States are those of the first cluster, which knows nothing of a file for the second one.
  const seen = sources.isForSecond?.(uri) === true ? undefined : sources.states.of(text, manifest)
  const commands = [
    apply,
    lens(
      'netlabs.manifest.preview',
      l10n.t('$(diff) Preview'),
      l10n.t('What the server would change in {0}; nothing is changed', context)
    ),
    verifyLens(target, sources.stepOf(uri), seen, context),
    lens(
      'netlabs.manifest.remove',
      l10n.t('$(trash) Remove'),
      l10n.t('Deletes {0} in {1}', what, context)
    )
  ]
  return commands.map(command => new CodeLens(manifest.anchor, command))
}

/** Verify carries what was last seen of the document. In a lab it proves the step. */
function verifyLens(
  target: ManifestTarget,
  step: LabStepRef | undefined,
  seen: SeenState | undefined,
  context: string
): Command {
  const title = step
    ? l10n.t('$(beaker) Verify {0}', step.label).trim()
    : l10n.t('$(beaker) Verify')
  const asks = step
    ? l10n.t('Proves the step by what the network of {0} does', context)
    : l10n.t('Whether it is in {0}, as this text says, and ready', context)
  const command: CommandId = step ? 'netlabs.lab.verify' : 'netlabs.manifest.verify'
  return {
    title: seen ? `${title} · $(${seen.icon}) ${seen.text}` : title,
    command,
    arguments: step ? [{ lab: step.lab, step: step.step }] : [target],
    tooltip: seen ? `${seen.sentence}\n\n${asks}` : asks
  }
}
