import { commands, l10n, window } from 'vscode'
import { formatFieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import { stringifyManifest } from '../../yaml/stringify-manifest.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import { clusterFailure } from '../host/user-error.ts'
import type { ClusterProblems } from './cluster-problems.ts'
import type { ClusterSession } from './cluster-session.ts'
import { describeObject } from './manifest-documents.ts'
import { findManifest } from './manifest-target.ts'

/** Shows what applying would change, as the server itself computes it, side by side. */
export async function previewManifest(
  dependencies: {
    readonly session: ClusterSession
    readonly problems: ClusterProblems
    readonly documents: VirtualDocuments
  },
  argument: unknown
): Promise<void> {
  const { session, problems, documents } = dependencies
  const { text, manifest } = await findManifest(argument)
  const cluster = await session.cluster()
  problems.clear(text.uri.toString())
  for (const object of manifest.objects) {
    const name = describeObject(object)
    const answer = await cluster.previewOf(object)
    if (!answer.ok) {
      problems.report(text.uri.toString(), manifest, object, answer.error)
      throw clusterFailure(answer.error, l10n.t('{0} would be refused', name))
    }
    const { kind, live, merged, changedPaths } = answer.value
    if (kind === 'unchanged') {
      const said = l10n.t(
        '{0} is already like this in {1}; applying changes nothing.',
        name,
        session.context
      )
      void window.showInformationMessage(said)
      continue
    }
    const folder = `preview/${session.context}`
    const left = documents.open(`${folder}/now/${fileNameOf(object)}`, live ? readable(live) : '')
    const right = documents.open(`${folder}/applied/${fileNameOf(object)}`, readable(merged))
    const title =
      kind === 'create'
        ? l10n.t('{0}: new in {1}', name, session.context)
        : l10n.t(
            '{0}: {1} ↔ applied ({2})',
            name,
            session.context,
            changedPaths.slice(0, 3).map(formatFieldPath).join(', ')
          )
    // A preview tab gives way to the next one, and a List has several objects.
    const preview = manifest.objects.length === 1
    await commands.executeCommand('vscode.diff', left, right, title, { preview })
  }
}

/** What the server keeps for itself; it would hide the few fields that matter. */
const bookkeeping = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp'
])

/** An object as YAML, without the server's bookkeeping. */
export function readable(object: KubeObject): string {
  const metadata = Object.entries(object.metadata).filter(([field]) => !bookkeeping.has(field))
  return stringifyManifest({ ...object, metadata: Object.fromEntries(metadata) })
}

export function fileNameOf(object: KubeObject): string {
  const { name = 'object', namespace } = object.metadata
  return `${object.kind.toLowerCase()}-${namespace === undefined ? '' : `${namespace}-`}${name}.yaml`
}
