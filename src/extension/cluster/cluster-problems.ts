import { Diagnostic, DiagnosticSeverity, languages, Range, Uri, workspace } from 'vscode'
import { parseFieldPath } from '../../base/field-path.ts'
import type { Disposable } from '../../base/disposable.ts'
import { itemsOf, recordOf } from '../../base/json.ts'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import type { KubeObject } from '../../model/object.ts'
import type { ManifestDocument } from './manifest-documents.ts'

/** What a cluster refused, underlined at the fields that it named, until the text changes. */
export class ClusterProblems implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('netlabs-cluster')
  readonly #changes = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri)
  })

  clear(uri: string): void {
    this.#collection.delete(Uri.parse(uri))
  }

  report(uri: string, manifest: ManifestDocument, object: KubeObject, error: ClusterError): void {
    const text = workspace.textDocuments.find(({ uri: own }) => own.toString() === uri)
    if (!text) return
    const causes = error.status?.details?.causes ?? []
    const places =
      causes.length > 0
        ? causes.map(({ field = '', message = error.message }) => ({ field, message }))
        : [{ field: '', message: error.message }]
    const before = pathToObject(manifest, object)
    const diagnostics = places.map(({ field, message }) => {
      const path = [...before, ...parseFieldPath(field)]
      const { start, end } = manifest.document.rangeOf(
        field === '' ? [...before, 'kind'] : path,
        'key'
      )
      const range = new Range(text.positionAt(start), text.positionAt(end))
      const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Error)
      diagnostic.source = 'cluster'
      diagnostic.code = error.reason
      return diagnostic
    })
    this.#collection.set(text.uri, diagnostics)
  }

  dispose(): void {
    this.#changes.dispose()
    this.#collection.dispose()
  }
}

function pathToObject(manifest: ManifestDocument, object: KubeObject): (string | number)[] {
  const index = itemsOf(recordOf(manifest.document.value).items).indexOf(object)
  return index < 0 ? [] : ['items', index]
}
