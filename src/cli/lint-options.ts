import { parseArgs } from 'node:util'
import { failed, ok, type Result } from '../base/result.ts'
import { kubernetesMinorOf } from '../language/config/kubernetes-version.ts'
import { noOptIn, optInsNamed } from '../language/config/read-config.ts'
import { severities, type Severity } from '../rules/severity.ts'
import { newestKubernetes } from '../rules/shared/api-lifecycle.ts'
import { allChecks } from './checks.ts'

export interface LintOptions {
  readonly format: LintFormat
  readonly fix: 'no' | 'write' | 'dry-run'
  readonly minSeverity: Severity
  /** The Kubernetes 1.x that the manifests are for, whatever a configuration says. */
  readonly kubernetesMinor: number | undefined
  /** Rules that are off by default and wanted, by id. */
  readonly enable: readonly string[]
  /** A configuration to take for every file, or none at all; undefined: the nearest of each file. */
  readonly config: { readonly file: string } | 'none' | undefined
  /** What standard input is called in the findings and for the settings of files. */
  readonly stdinName: string
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[]
}

export type LintFormat = 'text' | 'json' | 'sarif' | 'github'

const formats: readonly LintFormat[] = ['text', 'json', 'sarif', 'github']

export const lintUsage = `Usage: netlabs lint [OPTION]… [FILE|DIR|-]…

Checks Kubernetes manifests. Folders are walked for .yaml, .yml and .json; all files of one call are one
workspace, so that references between them are checked too. Without a path the current folder is taken.
Patterns such as 'apps/**/*.yaml' are understood; quote them, so that the shell leaves them alone.

  --format text|json|sarif|github   how findings are written (text)
  --min-severity error|warning|info|hint
                                    what is shown (hint: everything)
  --kubernetes-version 1.NN         the Kubernetes that the manifests are for (1.${newestKubernetes})
  --enable RULE|TAG|all             also ask rules that are off by default; may be repeated
  --config FILE                     a configuration for all files, instead of the nearest .netlabs.yaml
  --no-config                       no configuration at all
  --stdin-name FILE                 what standard input is called (-)
  --fix                             write the fixes that can only be meant so
  --fix-dry-run                     show what --fix would change, and what is left after it

Exit status: 0 nothing at error level, 1 errors found, 2 could not run.
`

/** Reads the arguments after `lint`; a failure is a sentence. */
export function parseLintOptions(args: readonly string[]): Result<LintOptions | 'help', string> {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        fix: { type: 'boolean', default: false },
        'fix-dry-run': { type: 'boolean', default: false },
        'min-severity': { type: 'string', default: 'hint' },
        'kubernetes-version': { type: 'string' },
        enable: { type: 'string', multiple: true, default: [] },
        config: { type: 'string' },
        'no-config': { type: 'boolean', default: false },
        'stdin-name': { type: 'string', default: '-' },
        help: { type: 'boolean', short: 'h', default: false }
      }
    })
  } catch (thrown) {
    return failed(thrown instanceof Error ? thrown.message : String(thrown))
  }
  const { values, positionals } = parsed
  if (values.help) return ok('help')
  const format = formats.find(one => one === values.format)
  if (!format) return failed(`--format knows ${formats.join(', ')}, not ${values.format}.`)
  const minSeverity = severities.find(one => one === values['min-severity'])
  if (!minSeverity)
    return failed(`--min-severity knows ${severities.join(', ')}, not ${values['min-severity']}.`)
  if (values.fix && values['fix-dry-run']) return failed('Give --fix or --fix-dry-run, not both.')
  if (values.fix && positionals.includes('-'))
    return failed('--fix cannot write to standard input. Use --fix-dry-run, or give a file.')
  const version = versionOf(values['kubernetes-version'])
  if (!version.ok) return failed(`--kubernetes-version: ${version.error}`)
  const names = values.enable.flatMap(text => text.split(',')).filter(name => name !== '')
  const unknown = names.find(name => optInsNamed(name, allChecks()).length === 0)
  if (unknown !== undefined) return failed(`--enable: ${noOptIn(unknown, allChecks())}`)
  if (values.config !== undefined && values['no-config'])
    return failed('Give --config or --no-config, not both.')
  return ok({
    format,
    minSeverity,
    kubernetesMinor: version.value,
    enable: names.flatMap(name => optInsNamed(name, allChecks())),
    config: values['no-config']
      ? 'none'
      : values.config === undefined
        ? undefined
        : { file: values.config },
    stdinName: values['stdin-name'],
    fix: values.fix ? 'write' : values['fix-dry-run'] ? 'dry-run' : 'no',
    paths: positionals.length === 0 ? ['.'] : positionals
  })
}

function versionOf(text: string | undefined): Result<number | undefined, string> {
  return text === undefined ? ok(undefined) : kubernetesMinorOf(text)
}
