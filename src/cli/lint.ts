import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fixFile, safeFixOf } from '../language/apply-fixes.ts'
import type { LintSettings } from '../language/config/lint-settings.ts'
import { createLanguageService, type LanguageService } from '../language/language-service.ts'
import { findManifestFiles, type NamesIn } from '../node/manifest-files.ts'
import { encodeManifest, readManifest, type ManifestText } from '../node/manifest-text.ts'
import { kustomizationsAround } from './kustomizations-around.ts'
import { rules } from '../rules/index.generated.ts'
import { manifestSchemas } from './bundled-schemas.ts'
import { allChecks } from './checks.ts'
import type { CliIo } from './cli-io.ts'
import { formatLint } from './lint-formats.ts'
import { lintUsage, parseLintOptions, type LintOptions } from './lint-options.ts'
import { lintResult } from './lint-result.ts'
import { changedLines } from './changed-lines.ts'
import { productVersion } from './product-version.ts'
import { settingsOfFiles } from './settings-of-files.ts'

/** `netlabs lint`. Resolves to the exit status. */
export async function runLint(args: readonly string[], io: CliIo): Promise<number> {
  const options = parseLintOptions(args)
  if (!options.ok) {
    io.err(`netlabs lint: ${options.error}\nTry netlabs lint --help.\n`)
    return 2
  }
  if (options.value === 'help') {
    io.out(lintUsage)
    return 0
  }
  return await lint(options.value, io)
}

async function lint(options: LintOptions, io: CliIo): Promise<number> {
  const failures: string[] = []
  const service = createLanguageService({
    schemas: manifestSchemas(),
    rules,
    onRuleFailure: (rule, cause) => {
      const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
      io.err(`netlabs lint: the check ${rule} failed: ${stack}\n`)
    }
  })
  const { texts, namesIn } = await readTexts(options, io, failures)
  const names = [...texts.keys()]
  const settings = settingsOfFiles(names, options, { cwd: io.cwd, namesIn })
  if (!settings.ok) {
    for (const problem of settings.error) io.err(`netlabs lint: ${problem}\n`)
    return 2
  }
  for (const [file, { text }] of texts) service.setFile(file, text)
  for (const [file, text] of kustomizationsAround(names, io.cwd, namesIn))
    service.setKustomization(file, text)
  if (options.fix !== 'no')
    fix(service, texts, { ...options, settings: settings.value }, io, failures)

  const checked = service.files().flatMap(file => {
    const own = settings.value.get(file)
    return own?.ignored === true ? [] : [service.lint(file, own)]
  })
  const result = lintResult(checked, options.minSeverity)
  for (const failure of failures) io.err(`netlabs lint: ${failure}\n`)
  if (failures.length === 0 || result.files > 0)
    io.out(formatLint(result, options.format, { checks: allChecks(), version: productVersion() }))
  if (failures.length > 0) return 2
  return result.findings.some(finding => finding.severity === 'error') ? 1 : 0
}

/** The texts by the name that the person used; standard input is `-` where it has no name. */
async function readTexts(
  { paths, stdinName }: LintOptions,
  io: CliIo,
  failures: string[]
): Promise<{ readonly texts: ReadonlyMap<string, ManifestText>; readonly namesIn: NamesIn }> {
  const texts = new Map<string, ManifestText>()
  if (paths.includes('-'))
    texts.set(stdinName, { text: await io.readInput(), encoding: 'utf-8', exact: true })
  const named = paths.filter(one => one !== '-')
  const asked = named.map(one => path.resolve(io.cwd, one))
  const isAsked = new Set(asked)
  const { files, problems, namesIn } = findManifestFiles(asked)
  failures.push(...problems.map(({ message }) => message))
  const nameOf = shownNames(named, io.cwd)
  for (const file of files)
    try {
      texts.set(nameOf(file), readManifest(file, !isAsked.has(file)))
    } catch (thrown) {
      failures.push(`${file} can't be read (${String(thrown)}).`)
    }
  return { texts, namesIn }
}

/** Relative to where the command runs, unless the person named an absolute path. */
function shownNames(named: readonly string[], cwd: string): (file: string) => string {
  const absolute = named.filter(one => path.isAbsolute(one)).map(one => path.normalize(one))
  return file => {
    const shown = absolute.some(one => isInside(file, one))
      ? file
      : // What lies below is the usual case, and `path.relative` takes 5 ms for a thousand files.
        file.startsWith(cwd + path.sep)
        ? file.slice(cwd.length + 1)
        : path.relative(cwd, file)
    return path.sep === '/' ? shown : shown.replaceAll(path.sep, '/')
  }
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)
}

function fix(
  service: LanguageService,
  texts: ReadonlyMap<string, ManifestText>,
  options: LintOptions & { readonly settings: ReadonlyMap<string, LintSettings> },
  io: CliIo,
  failures: string[]
): void {
  for (const [file, { text, encoding, exact }] of texts) {
    const own = options.settings.get(file)
    if (own?.ignored === true) continue
    const fixed = fixFile(service, file, text, safeFixOf, own)
    if (fixed.applied === 0 || !exact) continue
    if (options.fix === 'dry-run') {
      // The other formats are read by programs, which want the findings only.
      if (options.format === 'text') io.out(changedLines(file, text, fixed.text))
      continue
    }
    try {
      writeFileSync(path.resolve(io.cwd, file), encodeManifest({ text: fixed.text, encoding }))
    } catch (thrown) {
      failures.push(`${file} can't be written (${String(thrown)}).`)
    }
  }
}
