import { l10n, window } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { applyOrder } from '../../cluster/apply-order.ts'
import { labLabel } from '../../labs/lab-objects.ts'
import { objectTitle, type KubeObject } from '../../model/object.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { clusterFailure } from '../host/user-error.ts'
import { clusterFor, type ManifestClusters } from './manifest-cluster.ts'
import { findManifest } from './manifest-target.ts'
import { confirm, requireWritePermission } from './write-permission.ts'

/**
 * Deletes what the document names. It deletes the object that is there now and no namesake that is
 * made meanwhile: its UID is the precondition.
 */
export async function removeManifest(
  dependencies: ManifestClusters & { readonly log: LogChannel },
  argument: unknown
): Promise<void> {
  const { session, log } = dependencies
  const { text, manifest } = await findManifest(argument)
  const cluster = await clusterFor(dependencies, text.uri.toString())
  const { context } = cluster
  // What others need goes last.
  const objects = [...applyOrder(manifest.objects, object => object)].reverse()
  const found: KubeObject[] = []
  for (const object of objects) {
    const live = await liveObject(cluster, object)
    if (live) found.push(live)
  }
  if (found.length === 0) {
    const what = objects.map(objectTitle).join(', ')
    void window.showInformationMessage(l10n.t('{0} is not in {1}.', what, context))
    return
  }
  const what = found.map(objectTitle).join(', ')
  await requireWritePermission(session, cluster, l10n.t('remove {0}', what))
  await askUnlessOurs(cluster, found, context)
  const said: string[] = []
  try {
    for (const live of found) said.push(await removeOne(cluster, live, log))
  } finally {
    if (said.length > 0) session.announceWrite()
  }
  window.setStatusBarMessage(`$(check) ${said.join(' ')}`, 5000)
}

/** What the practice cluster holds or a lab made can be made again; anything else is asked for once. */
async function askUnlessOurs(
  cluster: Cluster,
  found: readonly KubeObject[],
  context: string
): Promise<void> {
  const foreign = found.filter(({ metadata }) => metadata.labels?.[labLabel] === undefined)
  if (cluster.simulated || foreign.length === 0) return
  const what = foreign.map(objectTitle).join(', ')
  const holds = foreign.some(({ kind }) => kind === 'Namespace')
    ? l10n.t('No lab made it. Everything in the Namespace goes with it, and this can’t be undone.')
    : l10n.t('No lab made it. What it holds or carries goes with it, and this can’t be undone.')
  await confirm(
    l10n.t('Remove {0} from {1}?', what, context),
    holds,
    l10n.t('Remove from {0}', context)
  )
}

/** Removes one object and says whether it is gone, or goes when its contents and finalizers have. */
async function removeOne(cluster: Cluster, live: KubeObject, log: LogChannel): Promise<string> {
  const name = objectTitle(live)
  const { uid } = live.metadata
  const answer = await cluster.delete(
    { ...refOf(live), name: live.metadata.name ?? '' },
    uid === undefined ? {} : { uid }
  )
  if (!answer.ok) throw clusterFailure(answer.error, l10n.t('{0} was not removed', name))
  const left = await liveObject(cluster, live)
  const isLeft = left !== undefined && left.metadata.uid === uid
  log.info(`${cluster.context}: removed ${name}${isLeft ? ' (it is still going)' : ''}`)
  return isLeft
    ? l10n.t('{0} is being removed from {1}.', name, cluster.context)
    : l10n.t('{0} is removed from {1}.', name, cluster.context)
}

async function liveObject(cluster: Cluster, object: KubeObject): Promise<KubeObject | undefined> {
  const answer = await cluster.get({ ...refOf(object), name: object.metadata.name ?? '' })
  if (answer.ok) return answer.value
  if (answer.error.reason === 'not-found') return undefined
  throw clusterFailure(answer.error)
}

function refOf({ apiVersion, kind, metadata: { namespace } }: KubeObject): {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
} {
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }) }
}
