import { Uri, workspace } from 'vscode'
import { Disposables, type Disposable } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import { configName, settingsFor, type LintConfig } from '../../language/config/lint-config.ts'
import { lintSettings, type LintSettings } from '../../language/config/lint-settings.ts'
import { kubernetesMinorOf } from '../../language/config/kubernetes-version.ts'
import { readConfig } from '../../language/config/read-config.ts'
import { schemaChecks } from '../../language/schema-checks.ts'
import { rules } from '../../rules/index.generated.ts'
import { isWithin, type FolderEvents } from '../host/folder-events.ts'
import { settings } from '../host/settings.ts'
import { isOfAuthor } from './manifest-text.ts'

interface FoundConfig {
  readonly config: LintConfig
  readonly folder: string
}

const checks = [...rules, ...Object.values(schemaChecks)]

/**
 * How each file is checked: by the nearest `.netlabs.yaml` above it, which the command reads as well, and where
 * that is silent by the settings of the editor.
 */
export class ConfigFiles implements Disposable {
  readonly #disposables = new Disposables()
  readonly #changes = new Emitter<undefined>()
  /** By the folder of the file that is checked. */
  #byFolder = new Map<string, Promise<FoundConfig | undefined>>()
  readonly #found = new Map<string, FoundConfig | undefined>()

  /** After a configuration came, went or was changed. */
  readonly onChanged = this.#changes.event

  constructor(folders: FolderEvents) {
    this.#disposables.add(this.#changes)
    const watcher = workspace.createFileSystemWatcher(`**/${configName}`)
    this.#disposables.add(watcher)
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.#disposables.add(event(() => void this.#readAgain()))
    for (const event of [folders.onDidCome, folders.onDidGo])
      this.#disposables.add(
        event(uri => {
          const folder = uri.toString()
          if ([...this.#byFolder.keys()].some(one => isWithin(one, folder))) void this.#readAgain()
        })
      )
  }

  /** Finds the configuration of a file; afterwards `settingsOf` knows it. */
  async load(file: Uri): Promise<void> {
    const folder = folderOf(file)
    const key = folder.toString()
    let asked: Promise<unknown>
    // Once more when a configuration came or went meanwhile.
    do {
      asked = this.#configOf(folder)
      await asked
    } while (this.#byFolder.get(key) !== asked)
  }

  isLoaded(file: Uri): boolean {
    return this.#found.has(folderOf(file).toString())
  }

  settingsOf(file: Uri): LintSettings {
    const severities = new Map(Object.entries(settings.ruleSeverities(file)))
    const version = kubernetesMinorOf(settings.kubernetesVersion(file))
    const own = lintSettings({
      severities,
      optIns: new Set(severities.keys()),
      ...(version.ok && { kubernetesMinor: version.value })
    })
    const found = this.#found.get(folderOf(file).toString())
    return found ? settingsFor(found.config, file.path.slice(found.folder.length), own) : own
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  async #readAgain(): Promise<void> {
    const folders = [...this.#found.keys()]
    this.#byFolder = new Map()
    await Promise.all(folders.map(folder => this.#configOf(Uri.parse(folder))))
    this.#changes.fire(undefined)
  }

  #configOf(folder: Uri): Promise<FoundConfig | undefined> {
    const key = folder.toString()
    let found = this.#byFolder.get(key)
    if (!found) {
      const asked = this.#lookUp(folder).then(config => {
        // A slow answer from before a change must not stand over what was read after it.
        if (this.#byFolder.get(key) === asked) this.#found.set(key, config)
        return config
      })
      this.#byFolder.set(key, asked)
      found = asked
    }
    return found
  }

  async #lookUp(folder: Uri): Promise<FoundConfig | undefined> {
    if (!isOfAuthor(folder)) return undefined
    const text = await textOf(Uri.joinPath(folder, configName))
    if (text !== undefined)
      return {
        config: readConfig(text, checks).config,
        folder: folder.path.endsWith('/') ? folder.path : `${folder.path}/`
      }
    const above = Uri.joinPath(folder, '..')
    return above.path === folder.path ? undefined : this.#configOf(above)
  }
}

function folderOf(file: Uri): Uri {
  return file.path === '' ? file : Uri.joinPath(file, '..')
}

async function textOf(file: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file))
  } catch {
    // Most folders have none.
    return undefined
  }
}
