import { Diagnostic, DiagnosticSeverity, l10n, languages, Range, Uri, workspace } from 'vscode'
import { parseFieldPath, type FieldPath } from '../../base/field-path.ts'
import type { Disposable } from '../../base/disposable.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import { resolvePath } from '../../cluster/apply-error.ts'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import { conflictsOf } from '../../cluster/conflicts.ts'
import type { KubeObject } from '../../model/object.ts'
import type { ManifestDocument } from './manifest-documents.ts'

interface Place {
  readonly path: FieldPath
  readonly message: string
}

/** What a cluster refused, underlined at the fields that it named, until the text changes. */
export class ClusterProblems implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('netlabs-cluster')
  readonly #changes = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri)
  })

  clear(uri: string): void {
    this.#collection.delete(Uri.parse(uri))
  }

  /** Another context may see it differently. */
  clearAll(): void {
    this.#collection.clear()
  }

  /** Adds the problems of one object to those of its file. */
  report(uri: string, manifest: ManifestDocument, object: KubeObject, error: ClusterError): void {
    const text = workspace.textDocuments.find(({ uri: own }) => own.toString() === uri)
    if (!text) return
    const before = pathToObject(manifest, object)
    const diagnostics = placesOf(error, object).map(({ path, message }) => {
      const { start, end } = manifest.document.rangeOf([...before, ...path], 'key')
      const range = new Range(text.positionAt(start), text.positionAt(end))
      const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Error)
      diagnostic.source = 'cluster'
      diagnostic.code = error.reason
      return diagnostic
    })
    this.#collection.set(text.uri, [...(this.#collection.get(text.uri) ?? []), ...diagnostics])
  }

  dispose(): void {
    this.#changes.dispose()
    this.#collection.dispose()
  }
}

function placesOf(error: ClusterError, object: KubeObject): readonly Place[] {
  const conflicts = conflictsOf(error)
  if (conflicts.length > 0)
    return conflicts.map(({ field, manager }) => ({
      path: resolvePath(field, object),
      message: l10n.t(
        'This field belongs to {0} and has another value there.',
        manager ?? l10n.t('another manager')
      )
    }))
  if (error.status?.details?.kind === 'namespaces')
    return [{ path: ['metadata', 'namespace'], message: error.message }]
  const causes = error.status?.details?.causes ?? []
  if (causes.length === 0) return [{ path: ['kind'], message: error.message }]
  return causes.map(({ field = '', message = error.message }) => ({
    path: field === '' ? ['kind'] : parseFieldPath(field),
    message
  }))
}

function pathToObject(manifest: ManifestDocument, object: KubeObject): (string | number)[] {
  const index = itemsOf(recordOf(manifest.document.value).items).indexOf(object)
  return index < 0 ? [] : ['items', index]
}
