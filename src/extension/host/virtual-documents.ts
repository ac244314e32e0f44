import { EventEmitter, Uri, workspace } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'

const scheme = 'netlabs'

/** Read-only texts that no file holds: both sides of a preview, evidence, objects of a cluster. */
export class VirtualDocuments implements Disposable {
  readonly #texts = new Map<string, string>()
  readonly #changes = new EventEmitter<Uri>()
  readonly #registration = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: this.#changes.event,
    provideTextDocumentContent: uri => this.#texts.get(uri.path) ?? ''
  })
  readonly #closing = workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === scheme) this.#texts.delete(uri.path)
  })

  /** The address of a text; one that is open already shows the new content. */
  open(path: string, text: string): Uri {
    const uri = Uri.from({ scheme, path: `/${path}` })
    this.#texts.set(uri.path, text)
    this.#changes.fire(uri)
    return uri
  }

  dispose(): void {
    this.#closing.dispose()
    this.#registration.dispose()
    this.#changes.dispose()
    this.#texts.clear()
  }
}
