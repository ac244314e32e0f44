import { commands, RelativePattern, Uri, workspace, type WorkspaceFolder } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import { FolderEvents, isWithin } from '../host/folder-events.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { settings } from '../host/settings.ts'
import { contextKeys } from '../ids.ts'
import { readCatalog, readLabsIn, type CatalogEntry } from './lab-catalog.ts'
import { fileExists } from '../host/file-exists.ts'

/** Every lab that can be played: those of the product, and those in folders of the workspace. */
export class LabLibrary implements Disposable {
  readonly #extension: Uri
  readonly #log: LogChannel
  readonly #changes = new Emitter<undefined>()
  readonly #disposables = new Disposables()
  #watchers = new Disposables()
  #product: readonly CatalogEntry[] = []
  #workspace: readonly CatalogEntry[] = []
  #loaded: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  /** When the labs are known, and whenever others are. */
  readonly onChange = this.#changes.event

  /** `extension` is the folder that it is installed in. */
  constructor(extension: Uri, log: LogChannel) {
    this.#extension = extension
    this.#log = log
    this.#disposables.add(this.#changes)
    this.#disposables.add(
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('netlabs.labs.folders')) this.#readSoon()
      })
    )
    this.#disposables.add(workspace.onDidChangeWorkspaceFolders(() => this.#readSoon()))
  }

  /** Labs of the workspace come last; one that is called like a lab of the product takes its place. */
  get entries(): readonly CatalogEntry[] {
    const own = new Set(this.#workspace.map(({ lab }) => lab.id))
    return [...this.#product.filter(({ lab }) => !own.has(lab.id)), ...this.#workspace]
  }

  find(id: string | undefined): CatalogEntry | undefined {
    return this.entries.find(({ lab }) => lab.id === id)
  }

  /** Reads the labs once. */
  load(): Promise<void> {
    this.#loaded ??= (async () => {
      this.#product = await readCatalog(this.#extension)
      await this.#readWorkspace()
    })()
    return this.#loaded
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#watchers.dispose()
    this.#disposables.dispose()
  }

  /** Files are written one after the other, so the labs are read when it is quiet. */
  #readSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#readWorkspace().catch((error: unknown) =>
        this.#log.error('The labs of the workspace could not be read.', error)
      )
    }, 200)
  }

  async #readWorkspace(): Promise<void> {
    const folders = (workspace.workspaceFolders ?? []).flatMap(folder =>
      settings.labFolders(folder.uri).map(path => ({ folder, path }))
    )
    this.#watch(folders)
    const found = await Promise.all(
      folders.map(async ({ folder, path }) => {
        const place = Uri.joinPath(folder.uri, path)
        return (await fileExists(place)) ? readLabsIn(place, this.#log) : []
      })
    )
    this.#workspace = found.flat()
    void commands.executeCommand('setContext', contextKeys.hasLabs, this.entries.length > 0)
    this.#changes.fire(undefined)
  }

  #watch(folders: readonly { readonly folder: WorkspaceFolder; readonly path: string }[]): void {
    this.#watchers.dispose()
    this.#watchers = new Disposables()
    if (folders.length === 0) return
    const read = (): void => this.#readSoon()
    const whole = this.#watchers.add(new FolderEvents())
    const places = folders.map(({ folder, path }) => Uri.joinPath(folder.uri, path).toString())
    for (const event of [whole.onDidCome, whole.onDidGo])
      this.#watchers.add(
        event(uri => {
          const one = uri.toString()
          if (places.some(place => isWithin(one, place) || isWithin(place, one))) read()
        })
      )
    for (const { folder, path } of folders) {
      const pattern = new RelativePattern(folder, `${path}/*/lab.yaml`)
      const watcher = this.#watchers.add(workspace.createFileSystemWatcher(pattern))
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
        this.#watchers.add(event(read))
    }
  }
}
