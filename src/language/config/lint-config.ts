import { globMatcher } from '../../base/glob.ts'
import type { CheckMeta, RuleMeta } from '../../rules/define-rule.ts'
import type { Severity } from '../../rules/severity.ts'
import { standardSettings, type LintSettings } from './lint-settings.ts'

/** The name of the file that the command and the editor both read. */
export const configName = '.netlabs.yaml'

/** A check with what the settings ask of it. */
export type ConfigurableCheck = CheckMeta & Pick<Partial<RuleMeta>, 'optIn'>

/** What a `.netlabs.yaml` says, with its names resolved. */
export interface LintConfig extends ConfigPart {
  readonly ignore: readonly string[]
  readonly overrides: readonly (ConfigPart & { readonly files: readonly string[] })[]
}

export interface ConfigPart {
  readonly kubernetesMinor: number | undefined
  /** Ids of rules that are off by default and wanted here. */
  readonly enable: readonly string[]
  readonly rules: Readonly<Record<string, Severity | 'off'>>
}

export function isConfigPath(path: string): boolean {
  return path === configName || path.endsWith(`/${configName}`)
}

/**
 * The settings of one file.
 * @param path from the folder of the configuration, with `/` between its parts
 * @param before what holds where the configuration is silent
 */
export function settingsFor(
  config: LintConfig,
  path: string,
  before: LintSettings = standardSettings
): LintSettings {
  const parts = [config, ...config.overrides.filter(({ files }) => fits(files, path))]
  const severities = new Map(before.severities)
  const optIns = new Set(before.optIns)
  let { kubernetesMinor } = before
  for (const part of parts) {
    for (const id of part.enable) optIns.add(id)
    for (const [id, severity] of Object.entries(part.rules)) {
      severities.set(id, severity)
      optIns.add(id)
    }
    kubernetesMinor = part.kubernetesMinor ?? kubernetesMinor
  }
  return {
    ignored: before.ignored || fits(config.ignore, path),
    severities,
    optIns,
    kubernetesMinor
  }
}

const matchers = new Map<string, (path: string) => boolean>()

/** A pattern that ends in `/` means everything below a folder. One without `/` means the name at any depth. */
function fits(globs: readonly string[], path: string): boolean {
  return globs.some(glob => {
    let matches = matchers.get(glob)
    if (!matches) matchers.set(glob, (matches = globMatcher(fullPattern(glob))))
    return matches(path)
  })
}

function fullPattern(glob: string): string {
  const plain = glob.replace(/^\.?\//, '')
  const below = plain.endsWith('/') ? `${plain}**` : plain
  return /\/./.test(plain) || glob.startsWith('/') || glob.startsWith('./') ? below : `**/${below}`
}
