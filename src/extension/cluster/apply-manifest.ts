import { l10n, window } from 'vscode'
import { applyOrder } from '../../cluster/apply-order.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import { conflictsOf } from '../../cluster/conflicts.ts'
import { objectTitle, type KubeObject } from '../../model/object.ts'
import { cancellable, type Cancellable } from '../host/cancellable.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { clusterFailure, UserError } from '../host/user-error.ts'
import type { ClusterProblems } from './cluster-problems.ts'
import { managersIn } from './field-managers.ts'
import { clusterFor, type ManifestClusters } from './manifest-cluster.ts'
import type { ManifestDocument } from './manifest-documents.ts'
import { findManifest, findManifests, isTarget, type ManifestTarget } from './manifest-target.ts'
import { claim, forRun, type RunOwner } from './run-owner.ts'
import { confirm, requireWritePermission } from './write-permission.ts'

export interface ApplyDependencies extends ManifestClusters {
  readonly problems: ClusterProblems
  readonly log: LogChannel
  /** The run of a lab that a file belongs to; what is applied from it is labelled as the run's. */
  readonly ownerOf?: (uri: string) => RunOwner | undefined
  /** Told before a run makes something in a context. */
  readonly onApplying?: (owner: RunOwner, context: string) => Promise<void>
}

interface Item {
  readonly manifest: ManifestDocument
  readonly object: KubeObject
}

/** What is applied together from one file. */
interface Batch {
  readonly uri: string
  readonly items: readonly Item[]
  readonly owner: RunOwner | undefined
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

/** Makes the Namespace that a document lacks, then applies the document. */
export async function createNamespace(
  dependencies: ApplyDependencies,
  [name, target]: readonly unknown[]
): Promise<void> {
  if (typeof name !== 'string') throw new UserError(l10n.t('Which Namespace is not said.'))
  const { session, log } = dependencies
  const cluster = await clusterFor(dependencies, isTarget(target) ? target.uri : '')
  await requireWritePermission(session, cluster, l10n.t('create the Namespace {0}', name))
  const answer = await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  if (!answer.ok) throw clusterFailure(answer.error, l10n.t('Namespace {0} was not created', name))
  log.info(`${cluster.context}: applied Namespace ${name}`)
  await applyManifest(dependencies, target)
}

async function applyAll(
  dependencies: ApplyDependencies,
  uri: string,
  manifests: readonly ManifestDocument[]
): Promise<void> {
  const { session, problems } = dependencies
  const items = applyOrder(
    manifests.flatMap(manifest => manifest.objects.map(object => ({ manifest, object }))),
    ({ object }) => object
  )
  const what = items.map(({ object }) => objectTitle(object))
  const cluster = await clusterFor(dependencies, uri)
  const { context } = cluster
  const doing = l10n.t('apply {0} in {1}', what.join(', '), context)
  await requireWritePermission(session, cluster, doing)
  problems.clear(uri)
  const done: string[] = []
  const owner = dependencies.ownerOf?.(uri)
  if (owner) await dependencies.onApplying?.(owner, context)
  try {
    await cancellable(l10n.t('Applying to {0}', context), run =>
      applyInOrder(dependencies, cluster, { uri, items, owner }, run, done)
    )
  } finally {
    if (done.length > 0) session.announceWrite()
  }
  const said =
    what.length === 1
      ? l10n.t('$(check) {0} is applied in {1}.', what[0] ?? '', context)
      : l10n.t('$(check) {0} objects are applied in {1}.', what.length, context)
  window.setStatusBarMessage(said, 5000)
}

/** A request that writes is never broken off: one has to know what it did. Cancel ends it before the next. */
async function applyInOrder(
  dependencies: ApplyDependencies,
  cluster: Cluster,
  { uri, items, owner }: Batch,
  { signal, tell }: Cancellable,
  done: string[]
): Promise<void> {
  for (const { manifest, object } of items) {
    const name = objectTitle(object)
    if (signal.aborted) throw stopped(done, items.length)
    tell(l10n.t('{0} ({1} of {2})', name, done.length + 1, items.length))
    const error = await applyOne(dependencies, cluster, object, owner)
    if (!error) {
      done.push(name)
      continue
    }
    dependencies.problems.report(uri, manifest, object, error)
    const target: ManifestTarget = { uri, document: manifest.document.index }
    throw notApplied(error, object, target, done, items.length)
  }
}

async function applyOne(
  { log }: ApplyDependencies,
  cluster: Cluster,
  written: KubeObject,
  owner: RunOwner | undefined
): Promise<ClusterError | undefined> {
  const name = objectTitle(written)
  const { object, claims } = owner
    ? await forRun(cluster, written, owner)
    : { object: written, claims: false }
  let answer = await cluster.apply(object)
  if (!answer.ok && conflictsOf(answer.error).length > 0) {
    await askToTakeOver(name, answer.error, cluster.context)
    answer = await cluster.apply(object, { force: true })
  }
  if (!answer.ok) return answer.error
  log.info(`${cluster.context}: applied ${name}`)
  if (owner && claims) await claim(cluster, object, owner, log)
  return undefined
}

/** Conflicts are shown with their managers; only the person's own choice takes the fields over. */
async function askToTakeOver(name: string, error: ClusterError, context: string): Promise<void> {
  await confirm(
    l10n.t('Take fields of {0} over from others in {1}?', name, context),
    [
      managersIn(name, error),
      l10n.t('They may set these fields back, or rely on what is lost. Preview shows the change.')
    ].join('\n\n'),
    l10n.t('Take over in {0}', context)
  )
}

function notApplied(
  error: ClusterError,
  object: KubeObject,
  target: ManifestTarget,
  done: readonly string[],
  all: number
): Error {
  const name = objectTitle(object)
  const before = all === 1 ? '' : ` ${l10n.t('{0} of {1} objects are applied.', done.length, all)}`
  const failure = clusterFailure(error, l10n.t('{0} was not applied', name))
  const namespace = object.metadata.namespace
  if (error.status?.details?.kind === 'namespaces' && namespace !== undefined)
    return new UserError(
      l10n.t('{0} was not applied: the Namespace {1} does not exist.', name, namespace) + before,
      {
        cause: error,
        button: {
          title: l10n.t('Create the Namespace {0}, Then Apply', namespace),
          command: 'netlabs.manifest.createNamespace',
          args: [namespace, target]
        }
      }
    )
  return failure instanceof UserError && before !== ''
    ? new UserError(failure.message + before, {
        cause: error,
        ...(failure.button && { button: failure.button })
      })
    : failure
}

function stopped(done: readonly string[], all: number): UserError {
  return new UserError(
    l10n.t('Stopped: {0} of {1} objects are applied, and they stay.', done.length, all)
  )
}
