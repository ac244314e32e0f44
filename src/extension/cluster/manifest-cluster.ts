import { l10n } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { UserError } from '../host/user-error.ts'
import type { ClusterSession } from './cluster-session.ts'

/** The clusters of this window, and which of them a file is for. */
export interface ManifestClusters {
  readonly session: ClusterSession
  /** Whether a file is for the second cluster of a lab that needs two. */
  readonly isForSecond?: (uri: string) => boolean
}

/** The cluster that the objects of a file belong to: everything that is asked or changed for it goes there. */
export async function clusterFor(
  { session, isForSecond }: ManifestClusters,
  uri: string
): Promise<Cluster> {
  if (isForSecond?.(uri) !== true) return await session.cluster()
  const second = await session.second.cluster()
  if (second) return second
  throw new UserError(
    l10n.t('This file is for the second cluster of the lab, and none is chosen.'),
    {
      button: { title: l10n.t('Choose the Second Cluster'), command: 'netlabs.context.pickSecond' }
    }
  )
}

/** How that cluster is called, before anything is asked of it. */
export function contextFor({ session, isForSecond }: ManifestClusters, uri: string): string {
  if (isForSecond?.(uri) !== true) return session.context
  return session.second.context ?? l10n.t('the second cluster')
}
