import { l10n } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { labLabel, runLabel } from '../../labs/lab-objects.ts'
import { objectTitle, type KubeObject } from '../../model/object.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { confirm } from './write-permission.ts'

/** The run of a lab that a file belongs to. */
export interface RunOwner {
  readonly lab: string
  readonly run: string
}

/**
 * Who owns the labels of a run. It is another manager than the one that applies texts, so that applying a text
 * that knows nothing of runs doesn't take them away.
 */
const fieldManager = 'kubernetes-networking-labs-runs'

/**
 * The object as it is to be applied for a run of a lab: with the run's labels when the run makes it. What is in
 * the cluster already and no run of this lab has made gets none, so that clean-up leaves it alone; in a cluster
 * that is not the practice cluster the person is asked first.
 */
export async function forRun(
  cluster: Cluster,
  object: KubeObject,
  owner: RunOwner
): Promise<{ readonly object: KubeObject; readonly claims: boolean }> {
  const { apiVersion, kind, metadata } = object
  const { namespace, name = '' } = metadata
  const live = await cluster.get({
    apiVersion,
    kind,
    name,
    ...(namespace !== undefined && { namespace })
  })
  if (!live.ok && live.error.reason !== 'not-found') return { object, claims: false }
  const labels = live.ok ? live.value.metadata.labels : undefined
  if (live.ok && !(labels?.[labLabel] === owner.lab && labels[runLabel] !== undefined)) {
    if (!cluster.simulated) await askAboutForeign(cluster, object)
    return { object, claims: false }
  }
  return { object: labelled(object, owner), claims: labels?.[runLabel] !== owner.run }
}

/** Holds the labels of the run on an object that it has made. */
export async function claim(
  cluster: Cluster,
  { apiVersion, kind, metadata }: KubeObject,
  owner: RunOwner,
  log: LogChannel
): Promise<void> {
  const { namespace, name } = metadata
  const only = labelled(
    {
      apiVersion,
      kind,
      metadata: {
        ...(name !== undefined && { name }),
        ...(namespace !== undefined && { namespace })
      }
    },
    owner
  )
  // The labels are the run's own: whoever held them before has applied the lab's text.
  const answer = await cluster.apply(only, { fieldManager, force: true })
  if (!answer.ok)
    log.warn(
      `${cluster.context}: ${objectTitle(only)} has no label of its run, so clean-up won't find it. ${answer.error.message}`
    )
}

function labelled(object: KubeObject, { lab, run }: RunOwner): KubeObject {
  const labels = { ...object.metadata.labels, [labLabel]: lab, [runLabel]: run }
  return { ...object, metadata: { ...object.metadata, labels } }
}

async function askAboutForeign({ context }: Cluster, object: KubeObject): Promise<void> {
  const name = objectTitle(object)
  await confirm(
    l10n.t('{0} is in {1} already, and this lab has not made it. Change it?', name, context),
    l10n.t('It is not removed when the lab is cleaned up, and what is changed in it stays.'),
    l10n.t('Change it in {0}', context)
  )
}
