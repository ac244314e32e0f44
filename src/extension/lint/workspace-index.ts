import { RelativePattern, workspace, type Uri } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { PathSet } from '../../base/path-set.ts'
import type { LanguageService } from '../../language/language-service.ts'
import { isWithin, type FolderEvents } from '../host/folder-events.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { inSlices } from '../host/in-slices.ts'
import { withoutJsonComments } from '../../yaml/json-comments.ts'
import { settings } from '../host/settings.ts'
import { isManifestJson } from './manifest-text.ts'

const yamlFiles = '**/*.{yaml,yml}'
const jsonFiles = '**/*.{json,jsonc}'
const left = '**/{node_modules,.git,.terraform,vendor}/**'
const isLeft = /(?:^|\/)(?:node_modules|\.git|\.terraform|vendor)\//

/** Milliseconds in which changes count as one: another branch changes thousands of files at once. */
const burst = 20

/** Characters over which a file that isn't open is left out: it is generated data. */
const longest = 1_000_000

/**
 * Keeps the texts of the workspace's manifests in the language service, so that checks across files
 * know files that aren't open. Reading waits its turn; what is open is known from the start.
 */
export class WorkspaceIndex implements Disposable {
  readonly #service: LanguageService
  readonly #log: LogChannel
  readonly #changed: () => void
  readonly #disposables = new Disposables()
  /** Files whose text is kept; most JSON isn't, and its changes are nobody's business. */
  readonly #kept = new PathSet()
  /** The last reading of a file that is under way: an answer that was overtaken, by a deletion too, counts no more. */
  readonly #reading = new Map<string, symbol>()
  /** Files that were written since the last look. */
  readonly #written = new Map<string, Uri>()
  #isLooking = false
  /** As the setting was when reading began: to ask for it takes longer than to read a file. */
  #limit = 0
  #telling: NodeJS.Timeout | undefined
  #disposed = false

  constructor(
    service: LanguageService,
    { log, folders }: { readonly log: LogChannel; readonly folders: FolderEvents },
    changed: () => void
  ) {
    this.#service = service
    this.#log = log
    this.#changed = changed
    const watcher = workspace.createFileSystemWatcher('**/*.{yaml,yml,json,jsonc}')
    this.#disposables.add(watcher)
    this.#disposables.add(watcher.onDidCreate(uri => this.#wasWritten(uri)))
    this.#disposables.add(watcher.onDidChange(uri => this.#wasWritten(uri)))
    this.#disposables.add(folders.onDidGo(uri => this.#forgetBelow(uri)))
    this.#disposables.add(folders.onDidCome(uri => void this.#readBelow(uri)))
  }

  /** Reads what is there. The editor stays free: no slice of work is longer than a few milliseconds. */
  async readAll(): Promise<void> {
    const started = performance.now()
    const uris = await manifestsIn(undefined, this.#room())
    let longestStep = 0
    const take = async (uri: Uri): Promise<void> => {
      longestStep = Math.max(longestStep, (await this.#read(uri)).took)
    }
    await inSlices(uris, take, () => this.#disposed)
    if (this.#disposed) return
    const took = Math.round(performance.now() - started)
    this.#log.debug(
      `${uris.length} files read in ${took} ms, the longest step ${longestStep.toFixed(1)} ms`
    )
    this.#tellSoon()
  }

  dispose(): void {
    this.#disposed = true
    clearTimeout(this.#telling)
    this.#disposables.dispose()
  }

  #wasWritten(uri: Uri): void {
    if (isLeft.test(workspace.asRelativePath(uri, false))) return
    this.#written.set(uri.toString(), uri)
    if (!this.#isLooking) void this.#look()
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    try {
      while (this.#written.size > 0 && !this.#disposed) {
        const uris = [...this.#written.values()]
        this.#written.clear()
        await this.#readThese(uris)
      }
    } catch (error) {
      this.#log.error('A file that changed could not be taken in.', error)
    } finally {
      this.#isLooking = false
    }
  }

  async #readBelow(folder: Uri): Promise<void> {
    if (isLeft.test(`${workspace.asRelativePath(folder, false)}/`)) return
    try {
      await this.#readThese(await manifestsIn(folder, this.#room()))
    } catch (error) {
      this.#log.error('A folder that came could not be taken in.', error)
    }
  }

  async #readThese(uris: readonly Uri[]): Promise<void> {
    this.#limit = settings.maximumFiles()
    const take = async (uri: Uri): Promise<void> => {
      if ((await this.#read(uri)).matters) this.#tellSoon()
    }
    await inSlices(uris, take, () => this.#disposed)
  }

  /** How many files more may be kept. */
  #room(): number {
    this.#limit = settings.maximumFiles()
    return this.#limit - this.#kept.size
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined
      this.#changed()
    }, burst)
  }

  #forgetBelow(gone: Uri): void {
    const folder = gone.toString()
    for (const name of this.#reading.keys()) if (isWithin(name, folder)) this.#reading.delete(name)
    const forgotten = this.#kept.within(folder)
    for (const name of forgotten) {
      this.#service.removeFile(name, 'disk')
      this.#kept.delete(name)
    }
    if (forgotten.length > 0) this.#tellSoon()
  }

  /** Whether the file is or was one of those that are kept, and how many milliseconds it took to take it in. */
  async #read(uri: Uri): Promise<{ readonly matters: boolean; readonly took: number }> {
    const name = uri.toString()
    const turn = Symbol(name)
    this.#reading.set(name, turn)
    const text = await textOf(uri)
    if (this.#disposed || this.#reading.get(name) !== turn) return { matters: false, took: 0 }
    this.#reading.delete(name)
    const from = performance.now()
    const matters = this.#take(uri, text)
    return { matters, took: performance.now() - from }
  }

  /** Whether the file is or was one of those that are kept. */
  #take(uri: Uri, text: string | undefined): boolean {
    const name = uri.toString()
    const isManifest = isJson(uri) ? isManifestJson : (one: string) => one.includes('apiVersion')
    const isFull = this.#kept.size >= this.#limit && !this.#kept.has(name)
    if (text === undefined || isFull || !isManifest(text)) {
      this.#service.removeFile(name, 'disk')
      return this.#kept.delete(name)
    }
    this.#kept.add(name)
    this.#service.setFile(name, isJson(uri) ? withoutJsonComments(text) : text, 'disk')
    // The service reads a text when it is asked; asking now keeps each step as small as one file.
    this.#service.workspace()
    return true
  }
}

/** In a folder, or in the whole workspace. JSON comes last, since most of it is something else. */
async function manifestsIn(folder: Uri | undefined, limit: number): Promise<readonly Uri[]> {
  const yaml = await filesLike(yamlFiles, folder, limit)
  return [...yaml, ...(await filesLike(jsonFiles, folder, limit - yaml.length))]
}

async function filesLike(
  pattern: string,
  folder: Uri | undefined,
  limit: number
): Promise<readonly Uri[]> {
  const include = folder ? new RelativePattern(folder, pattern) : pattern
  return limit > 0 ? workspace.findFiles(include, left, limit) : []
}

function isJson({ path }: Uri): boolean {
  return /\.jsonc?$/.test(path)
}

/** Undefined when the file is gone or too long. */
async function textOf(uri: Uri): Promise<string | undefined> {
  try {
    const bytes = await workspace.fs.readFile(uri)
    return bytes.byteLength > longest ? undefined : new TextDecoder().decode(bytes)
  } catch {
    // Deleted between being found and being read: then there is nothing to know of it.
    return undefined
  }
}
