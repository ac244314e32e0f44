import { didYouMean } from '../base/did-you-mean.ts'
import { rulePage, type CheckMeta } from '../rules/define-rule.ts'
import { allChecks } from './checks.ts'
import type { CliIo } from './cli-io.ts'
import { docsOf } from './rule-docs.ts'

/** `netlabs rules [--format text|json]`: every check with its severity and what it tells. */
export function runRules(args: readonly string[], io: CliIo): number {
  const [option, format = 'text', ...more] = args.flatMap(arg => arg.split('='))
  const known = option === undefined || (option === '--format' && /^(?:text|json)$/.test(format))
  if (!known || more.length > 0) {
    io.err('netlabs rules: usage is netlabs rules [--format text|json].\n')
    return 2
  }
  const checks = allChecks()
  if (option !== undefined && format === 'json')
    io.out(`${JSON.stringify(checks.map(dataOf), null, 2)}\n`)
  else {
    const width = Math.max(...checks.map(({ id }) => id.length))
    io.out(
      checks
        .map(({ id, severity, what }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${what}\n`)
        .join('')
    )
  }
  return 0
}

/** `netlabs explain-rule ID`. */
export function runExplainRule(args: readonly string[], io: CliIo): number {
  const [id, ...more] = args
  if (id === undefined || more.length > 0) {
    io.err('netlabs explain-rule: name one check; netlabs rules lists them.\n')
    return 2
  }
  const checks = allChecks()
  const check = checks.find(one => one.id === id)
  if (!check) {
    const near = didYouMean(
      id,
      checks.map(one => one.id)
    )
    const hint = near === undefined ? 'netlabs rules lists them.' : `There is ${near}.`
    io.err(`netlabs explain-rule: there is no check ${id}. ${hint}\n`)
    return 2
  }
  io.out(explanationOf(check))
  return 0
}

function explanationOf(check: CheckMeta): string {
  const { id, severity, what, why, todo } = check
  const docs = docsOf(check)
  const indent = (text: string): string =>
    text
      .trimEnd()
      .split('\n')
      .map(line => `    ${line}`)
      .join('\n')
  const parts = [`${id} (${severity})`, what, why, todo]
  if (docs.bad !== '') parts.push('With the fault:', indent(docs.bad))
  if (docs.good !== '') parts.push('Without it:', indent(docs.good))
  parts.push([...docs.see, rulePage(id)].join('\n'))
  return `${parts.join('\n\n')}\n`
}

function dataOf({ id, severity, tags, what, why, todo }: CheckMeta): object {
  return { id, severity, tags, what, why, todo, docs: rulePage(id) }
}
