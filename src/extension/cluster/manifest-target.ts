import { l10n, Uri, window, workspace, type TextDocument } from 'vscode'
import { isRecord } from '../../base/json.ts'
import { UserError } from '../host/user-error.ts'
import { isManifestText } from '../lint/manifest-text.ts'
import { isHelmTemplate, manifestDocumentsOf, type ManifestDocument } from './manifest-documents.ts'

/** Which document a command is about. Lenses hand it over; without one it is where the cursor stands. */
export interface ManifestTarget {
  readonly uri: string
  /** Position of the document in its file. */
  readonly document: number
}

export interface FoundManifest {
  readonly text: TextDocument
  readonly manifest: ManifestDocument
}

export async function findManifest(argument: unknown): Promise<FoundManifest> {
  const text = await textOf(argument)
  const manifests = manifestDocumentsOf(text)
  const manifest = isTarget(argument)
    ? manifests.find(({ document }) => document.index === argument.document)
    : atCursor(text, manifests)
  if (!manifest)
    throw (
      templateError(text) ??
      new UserError(
        l10n.t(
          'There is no Kubernetes object at the cursor. Put it into a document with apiVersion, kind and metadata.name.'
        )
      )
    )
  return { text, manifest }
}

/** All documents of the file that the command is about. */
export async function findManifests(
  argument: unknown
): Promise<{ readonly text: TextDocument; readonly manifests: readonly ManifestDocument[] }> {
  const text = await textOf(argument)
  const manifests = manifestDocumentsOf(text)
  if (manifests.length === 0)
    throw templateError(text) ?? new UserError(l10n.t('This file holds no Kubernetes object.'))
  return { text, manifests }
}

/** No cluster takes a template as it stands. */
function templateError(text: TextDocument): UserError | undefined {
  if (!isHelmTemplate(text)) return undefined
  return new UserError(
    l10n.t(
      'This is a Helm template, which no cluster takes as it stands. Write what `helm template` makes of the chart into a file, and use that.'
    )
  )
}

async function textOf(argument: unknown): Promise<TextDocument> {
  if (isTarget(argument)) return workspace.openTextDocument(Uri.parse(argument.uri))
  if (argument instanceof Uri) return workspace.openTextDocument(argument)
  const editor = window.activeTextEditor
  if (!editor || !isManifestText(editor.document))
    throw new UserError(l10n.t('Open a manifest and put the cursor into the document first.'))
  return editor.document
}

function atCursor(
  text: TextDocument,
  manifests: readonly ManifestDocument[]
): ManifestDocument | undefined {
  const cursor = window.visibleTextEditors.find(({ document }) => document === text)?.selection
    .active
  const here = manifests.find(({ range }) => cursor && range.contains(cursor))
  return here ?? (manifests.length === 1 ? manifests[0] : undefined)
}

export function isTarget(argument: unknown): argument is ManifestTarget {
  return (
    isRecord(argument) && typeof argument.uri === 'string' && typeof argument.document === 'number'
  )
}
