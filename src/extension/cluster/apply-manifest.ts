import { l10n, ProgressLocation, window } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import { conflictsOf } from '../../cluster/conflicts.ts'
import type { KubeObject } from '../../model/object.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { clusterFailure } from '../host/user-error.ts'
import type { ClusterSession } from './cluster-session.ts'
import type { ClusterProblems } from './cluster-problems.ts'
import { describeObject, type ManifestDocument } from './manifest-documents.ts'
import { findManifest, findManifests } from './manifest-target.ts'
import { confirm, requireWritePermission } from './write-permission.ts'

export interface ApplyDependencies {
  readonly session: ClusterSession
  readonly problems: ClusterProblems
  readonly log: LogChannel
}

/** Applies the document that the argument names, or the one at the cursor. */
export async function applyManifest(
  dependencies: ApplyDependencies,
  argument: unknown
): Promise<void> {
  const { text, manifest } = await findManifest(argument)
  await applyAll(dependencies, text.uri.toString(), [manifest])
}

export async function applyFile(dependencies: ApplyDependencies, argument: unknown): Promise<void> {
  const { text, manifests } = await findManifests(argument)
  await applyAll(dependencies, text.uri.toString(), manifests)
}

async function applyAll(
  dependencies: ApplyDependencies,
  uri: string,
  manifests: readonly ManifestDocument[]
): Promise<void> {
  const { session, problems } = dependencies
  const what = manifests.flatMap(({ objects }) => objects.map(describeObject))
  const cluster = await session.cluster()
  const { context } = cluster
  const doing = l10n.t('apply {0} in {1}', what.join(', '), context)
  await requireWritePermission(session, cluster, doing)
  problems.clear(uri)
  await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Applying to {0}', context) },
    async () => {
      for (const manifest of manifests)
        for (const object of manifest.objects)
          await applyOne(dependencies, cluster, uri, manifest, object)
    }
  )
  const said =
    what.length === 1
      ? l10n.t('$(check) {0} is applied in {1}.', what[0] ?? '', context)
      : l10n.t('$(check) {0} objects are applied in {1}.', what.length, context)
  window.setStatusBarMessage(said, 5000)
}

async function applyOne(
  { problems, log }: ApplyDependencies,
  cluster: Cluster,
  uri: string,
  manifest: ManifestDocument,
  object: KubeObject
): Promise<void> {
  const name = describeObject(object)
  let answer = await cluster.apply(object)
  if (!answer.ok && conflictsOf(answer.error).length > 0) {
    await askToTakeOver(name, answer.error, cluster.context)
    answer = await cluster.apply(object, { force: true })
  }
  if (answer.ok) {
    log.info(`${cluster.context}: applied ${name}`)
    return
  }
  problems.report(uri, manifest, object, answer.error)
  throw clusterFailure(answer.error, l10n.t('{0} was not applied', name))
}

/** Conflicts are shown field by field; only the person's own choice takes the fields over. */
async function askToTakeOver(name: string, error: ClusterError, context: string): Promise<void> {
  const fields = conflictsOf(error).map(({ field, manager }) =>
    l10n.t('{0} belongs to {1}', field.replace(/^\./, ''), manager ?? l10n.t('another manager'))
  )
  await confirm(
    l10n.t('Others manage fields of {0} in {1}.', name, context),
    [
      ...fields,
      '',
      l10n.t('Taking them over may undo what the others keep; they may set them back.')
    ].join('\n'),
    l10n.t('Take over in {0}', context)
  )
}
