import { parseArgs } from 'node:util'
import { failed, ok, type Result } from '../base/result.ts'
import { severities, type Severity } from '../rules/severity.ts'

export interface LintOptions {
  readonly format: LintFormat
  readonly fix: 'no' | 'write' | 'dry-run'
  readonly minSeverity: Severity
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[]
}

export type LintFormat = 'text' | 'json' | 'sarif' | 'github'

const formats: readonly LintFormat[] = ['text', 'json', 'sarif', 'github']

export const lintUsage = `Usage: netlabs lint [OPTION]… [FILE|DIR|-]…

Checks Kubernetes manifests. Folders are walked for .yaml, .yml and .json; all files of one call are one
workspace, so that references between them are checked too. Without a path the current folder is taken.

  --format text|json|sarif|github   how findings are written (text)
  --min-severity error|warning|info|hint
                                    what is shown (hint: everything)
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
  return ok({
    format,
    minSeverity,
    fix: values.fix ? 'write' : values['fix-dry-run'] ? 'dry-run' : 'no',
    paths: positionals.length === 0 ? ['.'] : positionals
  })
}
