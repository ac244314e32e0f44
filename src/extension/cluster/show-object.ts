import { l10n, languages, window, workspace } from 'vscode'
import { isRecord } from '../../base/json.ts'
import type { ObjectRef } from '../../cluster/cluster.ts'
import { shownObject } from '../../cluster/shown-object.ts'
import { stringifyManifest } from '../../yaml/stringify-manifest.ts'
import { clusterFailure, UserError } from '../host/user-error.ts'
import type { VirtualDocuments } from '../host/virtual-documents.ts'
import type { ClusterSession } from './cluster-session.ts'
import { fileNameOf } from './object-file.ts'

/** Opens an object of the Cluster view as it is in the cluster now, read-only. */
export async function showObject(
  session: ClusterSession,
  documents: VirtualDocuments,
  node: unknown
): Promise<void> {
  const ref = isRecord(node) && isRecord(node.object) ? node.object : undefined
  if (!ref) throw new UserError(l10n.t('Choose an object in the Cluster view first.'))
  const cluster = await session.cluster()
  const answer = await cluster.get(ref as unknown as ObjectRef)
  if (!answer.ok) throw clusterFailure(answer.error)
  const path = `cluster/${session.context}/${fileNameOf(answer.value)}`
  const text = await workspace.openTextDocument(
    documents.open(path, stringifyManifest(shownObject(answer.value)))
  )
  await languages.setTextDocumentLanguage(text, 'yaml')
  await window.showTextDocument(text, { preview: true })
}
