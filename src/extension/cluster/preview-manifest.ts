import { commands, l10n, window, type Uri } from 'vscode'
import { formatFieldPath } from '../../base/field-path.ts'
import type { Cluster, Preview } from '../../cluster/cluster.ts'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import { conflictsOf } from '../../cluster/conflicts.ts'
import { shownChange } from '../../cluster/shown-object.ts'
import { objectTitle, type KubeObject } from '../../model/object.ts'
import { stringifyManifest } from '../../yaml/stringify-manifest.ts'
import { cancellable } from '../host/cancellable.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import { clusterFailure, UserError } from '../host/user-error.ts'
import type { ClusterProblems } from './cluster-problems.ts'
import { clusterFor, contextFor, type ManifestClusters } from './manifest-cluster.ts'
import { managersIn } from './field-managers.ts'
import type { ManifestDocument } from './manifest-documents.ts'
import { findManifest, findManifests } from './manifest-target.ts'
import { fileNameOf } from './object-file.ts'

export interface PreviewDependencies extends ManifestClusters {
  readonly problems: ClusterProblems
  readonly documents: VirtualDocuments
}

interface Change {
  readonly object: KubeObject
  readonly preview: Preview
  /** The server can't compute it before the file's own Namespace is there. */
  readonly asWritten?: true
}

interface Outcome {
  readonly context: string
  readonly changes: readonly Change[]
  readonly unchanged: readonly string[]
  /** Objects with fields of others: their change is shown as taking over would make it. */
  readonly conflicts: readonly string[]
  readonly refusals: readonly { readonly name: string; readonly error: ClusterError }[]
}

/** Shows what applying would change, as the server itself computes it, side by side. */
export async function previewManifest(
  dependencies: PreviewDependencies,
  argument: unknown
): Promise<void> {
  const { text, manifest } = await findManifest(argument)
  await previewAll(dependencies, text.uri, [manifest])
}

export async function previewFile(
  dependencies: PreviewDependencies,
  argument: unknown
): Promise<void> {
  const { text, manifests } = await findManifests(argument)
  await previewAll(dependencies, text.uri, manifests)
}

async function previewAll(
  dependencies: PreviewDependencies,
  uri: Uri,
  manifests: readonly ManifestDocument[]
): Promise<void> {
  const { problems } = dependencies
  problems.clear(uri.toString())
  const title = l10n.t('Previewing in {0}', contextFor(dependencies, uri.toString()))
  const outcome = await cancellable(title, async ({ signal }) => {
    const cluster = await clusterFor(dependencies, uri.toString())
    return ask(cluster, manifests, signal, (manifest, object, error) => {
      problems.report(uri.toString(), manifest, object, error)
    })
  })
  await show(dependencies, uri, outcome)
  tell(outcome)
}

async function ask(
  cluster: Cluster,
  manifests: readonly ManifestDocument[],
  signal: AbortSignal,
  report: (manifest: ManifestDocument, object: KubeObject, error: ClusterError) => void
): Promise<Outcome> {
  const changes: Change[] = []
  const unchanged: string[] = []
  const conflicts: string[] = []
  const refusals: { name: string; error: ClusterError }[] = []
  for (const manifest of manifests)
    for (const object of manifest.objects) {
      signal.throwIfAborted()
      const name = objectTitle(object)
      let answer = await cluster.previewOf(object, { signal })
      if (!answer.ok && conflictsOf(answer.error).length > 0) {
        report(manifest, object, answer.error)
        conflicts.push(managersIn(name, answer.error))
        answer = await cluster.previewOf(object, { signal, force: true })
      }
      if (!answer.ok && isOfComingNamespace(object, answer.error, manifests))
        changes.push({
          object,
          preview: { kind: 'create', merged: object, changedPaths: [] },
          asWritten: true
        })
      else if (!answer.ok) {
        if (answer.error.reason === 'cancelled') throw clusterFailure(answer.error)
        report(manifest, object, answer.error)
        refusals.push({ name, error: answer.error })
      } else if (answer.value.kind === 'unchanged') unchanged.push(name)
      else changes.push({ object, preview: answer.value })
    }
  return { context: cluster.context, changes, unchanged, conflicts, refusals }
}

/** Whether the object only lacks a Namespace that the same preview makes. */
function isOfComingNamespace(
  object: KubeObject,
  error: ClusterError,
  manifests: readonly ManifestDocument[]
): boolean {
  if (error.status?.details?.kind !== 'namespaces') return false
  const { namespace } = object.metadata
  return manifests.some(({ objects }) =>
    objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace)
  )
}

/** One change is a diff; several are one page of diffs. */
async function show(
  { documents }: PreviewDependencies,
  uri: Uri,
  { context, changes, conflicts }: Outcome
): Promise<void> {
  const sides = changes.map(({ object, preview }) => {
    const { before, after } = shownChange(preview.live, preview.merged)
    const file = fileNameOf(object)
    return {
      file,
      left: documents.open(
        `preview/${context}/now/${file}`,
        before === undefined ? '' : stringifyManifest(before)
      ),
      right: documents.open(`preview/${context}/applied/${file}`, stringifyManifest(after))
    }
  })
  const [side] = sides
  const [change] = changes
  if (!side || !change) return
  if (sides.length === 1) {
    const title = titleOf(change, context, conflicts.length > 0)
    await commands.executeCommand('vscode.diff', side.left, side.right, title, { preview: true })
    return
  }
  const created = changes.filter(({ preview }) => preview.kind === 'create').length
  const title = l10n.t(
    '{0}: {1} ↔ applied ({2} new, {3} changed)',
    uri.path.split('/').at(-1) ?? '',
    context,
    created,
    changes.length - created
  )
  const resources = sides.map(({ left, right }) => [right, left, right])
  await commands.executeCommand('vscode.changes', title, resources)
}

function titleOf({ object, preview }: Change, context: string, takesOver: boolean): string {
  const name = objectTitle(object)
  if (preview.kind === 'create') return l10n.t('{0}: not in {1} yet ↔ new', name, context)
  const fields = preview.changedPaths.slice(0, 3).map(formatFieldPath).join(', ')
  return takesOver
    ? l10n.t('{0}: {1} ↔ taken over ({2})', name, context, fields)
    : l10n.t('{0}: {1} ↔ applied ({2})', name, context, fields)
}

function tell({ context, changes, unchanged, conflicts, refusals }: Outcome): void {
  const [refused] = refusals
  if (refused) {
    const others =
      refusals.length === 1 ? '' : ` ${l10n.t('{0} more would be refused.', refusals.length - 1)}`
    const said = clusterFailure(refused.error, l10n.t('{0} would be refused', refused.name))
    throw others === '' || !(said instanceof UserError)
      ? said
      : new UserError(`${said.message}${others}`, { cause: refused.error })
  }
  if (conflicts.length > 0) {
    const shown = l10n.t('The preview shows what taking over would change; nothing is changed.')
    void window.showWarningMessage(`${conflicts.join(' ')} ${shown}`)
    return
  }
  const written = changes.filter(({ asWritten }) => asWritten).length
  if (written > 0)
    void window.showInformationMessage(
      l10n.t(
        '{0} objects are shown as written: their Namespace comes with this file, so the server can’t compute them yet.',
        written
      )
    )
  if (changes.length > 0) return
  const [only = ''] = unchanged
  void window.showInformationMessage(
    unchanged.length === 1
      ? l10n.t('{0} is already like this in {1}; applying changes nothing.', only, context)
      : l10n.t(
          '{0} objects are already like this in {1}; applying changes nothing.',
          unchanged.length,
          context
        )
  )
}
