import { FileType, workspace, type Uri } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'

/** Milliseconds that come together in one look: a tool that makes a tree of files makes them in a burst. */
const burst = 100

/** Folders in which nobody's manifests lie. */
const tools = /(?:^|\/)(?:node_modules|\.git)(?:\/|$)/

/**
 * Whole folders that come and go. The editor tells of a folder that was moved, renamed or deleted, and says nothing
 * of the files in it, so who watches for files by their names hears nothing.
 */
export class FolderEvents implements Disposable {
  readonly #disposables = new Disposables()
  readonly #came = new Emitter<Uri>()
  readonly #went = new Emitter<Uri>()
  readonly #new = new Map<string, Uri>()
  #timer: NodeJS.Timeout | undefined

  /** A folder is there that was not, with all that lies in it. */
  readonly onDidCome = this.#came.event

  /** A folder or a file is gone; what it was can't be known any more. */
  readonly onDidGo = this.#went.event

  constructor() {
    this.#disposables.add(this.#came)
    this.#disposables.add(this.#went)
    const watcher = workspace.createFileSystemWatcher('**', false, true, false)
    this.#disposables.add(watcher)
    this.#disposables.add(watcher.onDidDelete(uri => this.#went.fire(uri)))
    this.#disposables.add(watcher.onDidCreate(uri => this.#lookSoon(uri)))
    this.#disposables.add(
      workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#went.fire(uri)
        for (const { uri } of added) this.#came.fire(uri)
      })
    )
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#new.clear()
    this.#disposables.dispose()
  }

  #lookSoon(uri: Uri): void {
    if (tools.test(workspace.asRelativePath(uri, false))) return
    this.#new.set(uri.toString(), uri)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#look()
    }, burst)
  }

  async #look(): Promise<void> {
    const names = [...this.#new.keys()]
    // What lies in a new folder comes with it.
    const outermost = names.filter(name => !this.#new.has(parentOf(name)))
    const uris = outermost.map(name => this.#new.get(name))
    this.#new.clear()
    for (const uri of uris) if (uri && (await isFolder(uri))) this.#came.fire(uri)
  }
}

/** Whether the one lies in the other, or is it. Both are texts of URIs. */
export function isWithin(one: string, folder: string): boolean {
  return one === folder || one.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

async function isFolder(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0
  } catch {
    // Gone again.
    return false
  }
}

function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'))
}
