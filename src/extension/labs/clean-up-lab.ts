import { l10n, window } from 'vscode'
import type { Cluster } from '../../cluster/cluster.ts'
import { listLabelled, type Labelled, type Removed } from '../../cluster/remove-labelled.ts'
import { runLabel } from '../../labs/lab-objects.ts'
import { objectTitle } from '../../model/object.ts'
import { confirm } from '../cluster/write-permission.ts'
import { cancellable } from '../host/cancellable.ts'
import { Cancelled, clusterFailure, UserError } from '../host/user-error.ts'
import type { LabDesk } from './lab-desk.ts'
import type { LabRun } from './run-store.ts'
import { stepArgument } from './step-argument.ts'
import { removeFromCluster } from './step-objects.ts'

/** Removes what a run of a lab has made in the cluster; asks which one where nothing says it. */
export async function cleanUpLab(desk: LabDesk, args: readonly unknown[]): Promise<void> {
  await desk.library.load()
  const named = desk.runs.of(stepArgument(args).lab ?? '')
  const run = named ?? (await pickRun(desk))
  const { removed, left } = await cleanUpRun(desk, run)
  const { context } = desk.apply.session
  const elsewhere = (desk.runs.of(run.lab)?.touched ?? []).filter(one => one !== context)
  const sentences = [
    removed.length === 0 && left.length === 0
      ? l10n.t('Nothing of this lab is in {0}.', context)
      : l10n.t('{0} objects of this lab are removed from {1}.', removed.length, context),
    ...left,
    ...(elsewhere.length === 0
      ? []
      : [l10n.t('It may have left something in {0} as well.', elsewhere.join(', '))])
  ]
  const tell = left.length > 0 ? window.showWarningMessage : window.showInformationMessage
  void tell(sentences.join(' '))
}

/** Removes by the run's label, each object by its UID, in both clusters of a lab with two. What stays is named. */
export async function cleanUpRun(desk: LabDesk, run: LabRun): Promise<Removed> {
  const first = await cleanUpIn(desk, run, await desk.apply.session.cluster())
  const second = await cleanUpSecond(desk, run)
  return {
    removed: [...first.removed, ...second.removed],
    left: [...first.left, ...second.left]
  }
}

/** The same in the second cluster, where the run has touched the one that is chosen now. */
async function cleanUpSecond(desk: LabDesk, run: LabRun): Promise<Removed> {
  const { session } = desk.apply
  const others = run.touched.filter(one => one !== session.context)
  const cluster = others.length === 0 ? undefined : await session.second.cluster()
  return cluster && others.includes(cluster.context)
    ? await cleanUpIn(desk, run, cluster)
    : { removed: [], left: [] }
}

async function cleanUpIn(desk: LabDesk, run: LabRun, cluster: Cluster): Promise<Removed> {
  const found = await objectsOfRun(cluster, run)
  for (const sentence of found.unread) desk.log.warn(`${cluster.context}: ${sentence}`)
  if (found.objects.length > 0 && !cluster.simulated) await askBefore(cluster, found)
  const { removed, left } =
    found.objects.length === 0
      ? { removed: [], left: [] }
      : await cancellable(l10n.t('Cleaning up in {0}', cluster.context), step =>
          removeFromCluster(desk, cluster, found.objects, step)
        )
  if (left.length === 0) await desk.runs.cleaned(run.lab, cluster.context)
  return { removed, left }
}

export async function objectsOfRun(cluster: Cluster, { run }: LabRun): Promise<Labelled> {
  const answer = await listLabelled(cluster, `${runLabel}=${run}`)
  if (!answer.ok)
    throw clusterFailure(answer.error, l10n.t('What the lab has made can’t be listed'))
  return answer.value
}

async function askBefore({ context }: Cluster, { objects }: Labelled): Promise<void> {
  const names = objects.map(objectTitle).join(', ')
  const holds = objects.some(({ kind }) => kind === 'Namespace')
    ? l10n.t('Everything in these Namespaces goes with them, and this can’t be undone.')
    : l10n.t('This can’t be undone.')
  await confirm(
    l10n.t('Remove what the lab has made in {0}?', context),
    `${names}\n\n${holds}`,
    l10n.t('Remove from {0}', context)
  )
}

async function pickRun({ runs, library }: LabDesk): Promise<LabRun> {
  if (runs.all.length === 0)
    throw new UserError(
      l10n.t('No lab was begun in this workspace, so there is nothing to clean up.')
    )
  const items = runs.all.map(run => ({
    label: library.find(run.lab)?.lab.title ?? run.lab,
    description: [...run.touched].join(', '),
    run
  }))
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Clean up'),
    placeHolder: l10n.t('Which lab’s objects do you want removed?')
  })
  if (!picked) throw new Cancelled('nothing was cleaned up')
  return picked.run
}
