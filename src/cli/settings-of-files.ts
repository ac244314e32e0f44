import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { failed, ok, type Result } from '../base/result.ts'
import { configName, settingsFor, type LintConfig } from '../language/config/lint-config.ts'
import { standardSettings, type LintSettings } from '../language/config/lint-settings.ts'
import { readConfig } from '../language/config/read-config.ts'
import { LineMap } from '../yaml/line-map.ts'
import { allChecks } from './checks.ts'
import type { LintOptions } from './lint-options.ts'
import type { NamesIn } from '../node/manifest-files.ts'

interface FoundConfig {
  readonly config: LintConfig
  readonly folder: string
}

/**
 * How each file is to be checked: by the `.netlabs.yaml` of its folder or of the nearest one above, and by the
 * options of the call, which go first. A configuration with a fault is a failure, told with its line.
 * @param namesIn what is known of folders by their absolute paths
 */
export function settingsOfFiles(
  files: readonly string[],
  options: LintOptions,
  { cwd, namesIn }: { readonly cwd: string; readonly namesIn: NamesIn }
): Result<ReadonlyMap<string, LintSettings>, readonly string[]> {
  const configs = new ConfigFinder(cwd, namesIn)
  const found = new Map<string, LintSettings>()
  const withoutConfig = withOptions(standardSettings, options)
  // Looked up by folder, because to make a path absolute takes 3 ms for a thousand files.
  const byFolder = new Map<string, FoundConfig | undefined>()
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf('/') + 1)
    if (!byFolder.has(folder))
      byFolder.set(folder, configs.of(path.dirname(path.resolve(cwd, file)), options.config))
    const from = byFolder.get(folder)
    if (!from) {
      found.set(file, withoutConfig)
      continue
    }
    const own = settingsFor(
      from.config,
      slashes(path.relative(from.folder, path.resolve(cwd, file)))
    )
    found.set(file, withOptions(own, options))
  }
  return configs.problems.size > 0 ? failed([...configs.problems]) : ok(found)
}

class ConfigFinder {
  readonly #cwd: string
  readonly #namesIn: NamesIn
  readonly #byFolder = new Map<string, FoundConfig | undefined>()
  readonly problems = new Set<string>()

  constructor(cwd: string, namesIn: NamesIn) {
    this.#cwd = cwd
    this.#namesIn = namesIn
  }

  of(folder: string, config: LintOptions['config']): FoundConfig | undefined {
    if (config === 'none') return undefined
    if (config !== undefined) return this.#kept(config.file, () => this.#named(config.file))
    return this.#above(folder)
  }

  #above(folder: string): FoundConfig | undefined {
    return this.#kept(folder, () => {
      const file = path.join(folder, configName)
      const isAbsent = this.#namesIn.get(folder)?.includes(configName) === false
      const text = isAbsent ? undefined : this.#read(file)
      if (text !== undefined) return this.#found(file, text, folder)
      const above = path.dirname(folder)
      return above === folder ? undefined : this.#above(above)
    })
  }

  #named(file: string): FoundConfig | undefined {
    const absolute = path.resolve(this.#cwd, file)
    const text = this.#read(absolute)
    // Its patterns count from where the command runs: such a file may lie anywhere.
    if (text !== undefined) return this.#found(absolute, text, this.#cwd)
    this.problems.add(`The configuration ${file} does not exist.`)
    return undefined
  }

  #kept(key: string, find: () => FoundConfig | undefined): FoundConfig | undefined {
    if (!this.#byFolder.has(key)) this.#byFolder.set(key, find())
    return this.#byFolder.get(key)
  }

  #found(file: string, text: string, folder: string): FoundConfig {
    const { config, problems } = readConfig(text, allChecks())
    const lines = new LineMap(text)
    for (const { message, range } of problems) {
      const { line, character } = lines.positionAt(range.start)
      const name = slashes(path.relative(this.#cwd, file))
      this.problems.add(`${name}:${line + 1}:${character + 1}: ${message}`)
    }
    return { config, folder }
  }

  #read(file: string): string | undefined {
    try {
      // Most folders have none, and an exception for each of them would take longer than all the others.
      return statSync(file, { throwIfNoEntry: false }) && readFileSync(file, 'utf8')
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code ?? String(thrown)
      if (!['ENOENT', 'ENOTDIR'].includes(code))
        this.problems.add(`The configuration ${file} can't be read (${code}).`)
      return undefined
    }
  }
}

function withOptions(
  settings: LintSettings,
  { enable, kubernetesMinor }: LintOptions
): LintSettings {
  if (enable.length === 0 && kubernetesMinor === undefined) return settings
  const severities = new Map(settings.severities)
  for (const id of enable) if (severities.get(id) === 'off') severities.delete(id)
  return {
    ...settings,
    severities,
    optIns: new Set([...settings.optIns, ...enable]),
    kubernetesMinor: kubernetesMinor ?? settings.kubernetesMinor
  }
}

function slashes(name: string): string {
  return name.replaceAll(path.sep, '/')
}
