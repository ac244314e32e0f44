import { workspace, type Uri } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import type { LanguageService } from '../../language/language-service.ts'
import type { LogChannel } from '../host/log-channel.ts'
import { inSlices } from '../host/in-slices.ts'
import { withoutJsonComments } from '../../yaml/json-comments.ts'
import { settings } from '../host/settings.ts'
import { isManifestJson } from './manifest-text.ts'

const yamlFiles = '**/*.{yaml,yml}'
const jsonFiles = '**/*.{json,jsonc}'
const left = '**/{node_modules,.git,.terraform,vendor}/**'

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
  readonly #kept = new Set<string>()
  #disposed = false

  constructor(service: LanguageService, log: LogChannel, changed: () => void) {
    this.#service = service
    this.#log = log
    this.#changed = changed
    const watcher = workspace.createFileSystemWatcher('**/*.{yaml,yml,json,jsonc}')
    this.#disposables.add(watcher)
    this.#disposables.add(watcher.onDidCreate(uri => void this.#readAndTell(uri)))
    this.#disposables.add(watcher.onDidChange(uri => void this.#readAndTell(uri)))
    this.#disposables.add(
      watcher.onDidDelete(uri => {
        if (this.#take(uri, undefined)) changed()
      })
    )
  }

  /** Reads what is there. The editor stays free: no slice of work is longer than a few milliseconds. */
  async readAll(): Promise<void> {
    const started = performance.now()
    const limit = settings.maximumFiles()
    const yaml = await filesLike(yamlFiles, limit)
    const uris = [...yaml, ...(await filesLike(jsonFiles, limit - yaml.length))]
    let longestStep = 0
    const take = async (uri: Uri): Promise<void> => {
      const text = await textOf(uri)
      const from = performance.now()
      this.#take(uri, text)
      longestStep = Math.max(longestStep, performance.now() - from)
    }
    await inSlices(uris, take, () => this.#disposed)
    if (this.#disposed) return
    const took = Math.round(performance.now() - started)
    this.#log.debug(
      `${uris.length} files read in ${took} ms, the longest step ${longestStep.toFixed(1)} ms`
    )
    this.#changed()
  }

  dispose(): void {
    this.#disposed = true
    this.#disposables.dispose()
  }

  async #readAndTell(uri: Uri): Promise<void> {
    const text = await textOf(uri)
    if (this.#disposed) return
    if (this.#take(uri, text)) this.#changed()
  }

  /** Whether the file is or was one of those that are kept. */
  #take(uri: Uri, text: string | undefined): boolean {
    const name = uri.toString()
    const isManifest = isJson(uri) ? isManifestJson : (one: string) => one.includes('apiVersion')
    if (text === undefined || !isManifest(text)) {
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

async function filesLike(pattern: string, limit: number): Promise<readonly Uri[]> {
  return limit > 0 ? workspace.findFiles(pattern, left, limit) : []
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
