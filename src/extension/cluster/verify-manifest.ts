import { commands, l10n, window } from 'vscode'
import { judgeObject } from '../../labs/objects/judge-object.ts'
import {
  judgementOf,
  objectEvidence,
  type DocumentJudgement
} from '../../labs/objects/object-evidence.ts'
import { createFactsReader } from '../../labs/objects/read-object-facts.ts'
import { verdictLooks } from '../../labs/verdict.ts'
import { systemClock } from '../../node/system-clock.ts'
import { cancellable } from '../host/cancellable.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import type { CommandId } from '../ids.ts'
import { clusterFor, contextFor, type ManifestClusters } from './manifest-cluster.ts'
import { findManifest, type FoundManifest, type ManifestTarget } from './manifest-target.ts'
import type { ManifestStates } from './manifest-states.ts'
import { worstOf } from './worst-state.ts'

export interface VerifyDependencies extends ManifestClusters {
  readonly documents: VirtualDocuments
  readonly states: ManifestStates
  readonly log: LogChannel
}

/**
 * Asks the cluster about each object of a document: is it there, as the text says, and ready. It changes
 * nothing. The answer is about objects; what the network does is for the steps of the labs to prove.
 */
export async function verifyManifest(
  dependencies: VerifyDependencies,
  argument: unknown
): Promise<DocumentJudgement> {
  const { states, log } = dependencies
  const found = await findManifest(argument)
  const judgement = await judge(dependencies, found)
  const worst = worstOf(judgement.objects)
  // What is shown of other files is of the first cluster.
  if (worst && dependencies.isForSecond?.(found.text.uri.toString()) !== true)
    states.keep(found.text, found.manifest, { ...worst.state, sentence: worst.sentence })
  log.info(`${judgement.context}: verified ${judgement.verdict}. ${judgement.sentence}`)
  void tell(dependencies, found, judgement)
  return judgement
}

async function judge(
  clusters: ManifestClusters,
  { text, manifest }: FoundManifest
): Promise<DocumentJudgement> {
  const uri = text.uri.toString()
  const startedAt = systemClock.now()
  const title = l10n.t('Verifying in {0}', contextFor(clusters, uri))
  return cancellable(title, async ({ signal }) => {
    const cluster = await clusterFor(clusters, uri)
    const reader = createFactsReader(cluster, { signal, timeoutMs: 10_000 })
    const facts = await Promise.all(manifest.objects.map(object => reader.factsOf(object)))
    const { context, simulated } = cluster
    const finishedAt = systemClock.now()
    return judgementOf(facts.map(judgeObject), { context, simulated, startedAt, finishedAt })
  })
}

/** One sentence, the evidence, and at most one thing that helps. */
async function tell(
  { documents }: VerifyDependencies,
  { text, manifest }: FoundManifest,
  judgement: DocumentJudgement
): Promise<void> {
  const { verdict, sentence, next, simulated } = judgement
  const target: ManifestTarget = { uri: text.uri.toString(), document: manifest.document.index }
  const mark = simulated ? ` (${l10n.t('simulated')})` : ''
  const said = [`${verdictLooks[verdict].word}${mark}: ${sentence}`, next].filter(Boolean).join(' ')
  const evidence = l10n.t('Show the Evidence')
  const help = helpFor(judgement)
  const buttons = help ? [evidence, help.title] : [evidence]
  const picked =
    verdict === 'pass' && next === undefined
      ? await window.showInformationMessage(said, ...buttons)
      : await window.showWarningMessage(said, ...buttons)
  if (picked === evidence) {
    const file = text.uri.path.split('/').at(-1) ?? ''
    const path = `evidence/${judgement.context}/${manifest.document.index}-${file}.md`
    const page = documents.open(path, objectEvidence(judgement, file))
    await commands.executeCommand('markdown.showPreview', page)
  } else if (help && picked === help.title) await commands.executeCommand(help.command, target)
}

function helpFor({
  objects,
  context
}: DocumentJudgement): { readonly title: string; readonly command: CommandId } | undefined {
  switch (worstOf(objects)?.state.icon) {
    case 'circle-slash':
      return objects.some(({ verdict }) => verdict === 'fail')
        ? { title: l10n.t('Apply to {0}', context), command: 'netlabs.manifest.apply' }
        : undefined
    case 'diff':
      return { title: l10n.t('Preview'), command: 'netlabs.manifest.preview' }
    default:
      return undefined
  }
}
