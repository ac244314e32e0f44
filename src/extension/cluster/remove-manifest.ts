import { l10n, window } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import type { KubeObject } from '../../model/object.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { clusterFailure } from '../host/user-error.ts'
import type { ClusterSession } from './cluster-session.ts'
import { describeObject } from './manifest-documents.ts'
import { findManifest } from './manifest-target.ts'
import { confirm, requireWritePermission } from './write-permission.ts'

/** The label that objects made by labs carry. */
const labLabel = 'netlabs/lab'

/**
 * Deletes what the document names. It deletes the object that is there now and no namesake that is
 * made meanwhile: its UID is the precondition.
 */
export async function removeManifest(
  dependencies: { readonly session: ClusterSession; readonly log: LogChannel },
  argument: unknown
): Promise<void> {
  const { session, log } = dependencies
  const { manifest } = await findManifest(argument)
  const cluster = await session.cluster()
  for (const object of manifest.objects) {
    const name = describeObject(object)
    const live = await liveObject(cluster, object)
    if (!live) {
      void window.showInformationMessage(l10n.t('{0} is not in {1}.', name, cluster.context))
      continue
    }
    await requireWritePermission(session, cluster, l10n.t('remove {0}', name))
    if (!cluster.simulated && live.metadata.labels?.[labLabel] === undefined)
      await confirm(
        l10n.t('Remove {0} from {1}?', name, cluster.context),
        l10n.t('No lab made it. What it holds or carries goes with it, and this can’t be undone.'),
        l10n.t('Remove from {0}', cluster.context)
      )
    const { uid } = live.metadata
    const answer = await cluster.delete(
      { ...refOf(live), name: live.metadata.name ?? '' },
      uid === undefined ? {} : { uid }
    )
    if (!answer.ok) throw clusterFailure(answer.error, l10n.t('{0} was not removed', name))
    log.info(`${cluster.context}: removed ${name}`)
    window.setStatusBarMessage(
      l10n.t('$(check) {0} is removed from {1}.', name, cluster.context),
      5000
    )
  }
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
