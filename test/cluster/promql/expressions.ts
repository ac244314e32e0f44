/** Expressions of PromQL that others wrote, out of published modules, and changes of them by chance. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '../../../src/base/json.ts'
import { parseYamlFile } from '../../../src/yaml/yaml-file.ts'
import { chance } from '../../support/fuzz.ts'
import { moduleFolder } from '../programs/go-programs.ts'

/** Where a group of expressions comes from. */
export interface ExpressionGroup {
  readonly name: string
  readonly expressions: readonly string[]
}

/** Rules and dashboards as people run them. */
export function publishedExpressions(): readonly ExpressionGroup[] {
  const prometheus = moduleFolder('promql', 'github.com/prometheus/prometheus')
  const kubePrometheus = path.join(
    moduleFolder('metallb-controller', 'go.universe.tf/metallb'),
    'dev-env/kube-prometheus/manifests'
  )
  const dashboards = path.join(
    moduleFolder('istio-rules', 'istio.io/istio'),
    'manifests/addons/dashboards'
  )
  return [
    group('kube-prometheus, its rules', kubePrometheus, '*Rule.yaml', ofYaml),
    group('Istio, its dashboards', dashboards, '**/*.json', ofDashboard),
    group(
      'Prometheus, evaluations',
      prometheus,
      'promql/promqltest/testdata/*.test',
      ofEvaluations
    ),
    group('Prometheus, tests of its parser', prometheus, 'promql/parser/parse_test.go', ofGo)
  ]
}

function group(
  name: string,
  folder: string,
  files: string,
  read: (text: string) => readonly string[]
): ExpressionGroup {
  const texts = globSync(files, { cwd: folder })
    .sort()
    .map(file => readFileSync(path.join(folder, file), 'utf8'))
  return { name, expressions: [...new Set(texts.flatMap(read))] }
}

function ofYaml(text: string): readonly string[] {
  return parseYamlFile(text).documents.flatMap(({ value }) => exprOf(value))
}

/** The variables of Grafana stand for what a person would pick. */
function ofDashboard(text: string): readonly string[] {
  return exprOf(JSON.parse(text)).map(one =>
    one.replaceAll(/\$__\w+|\$\{__\w+\}/g, '5m').replaceAll(/\$\{\w+(?::\w+)?\}|\$[a-z]\w*/g, 'web')
  )
}

function ofEvaluations(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/^\s*eval\w* (?:instant at \S+|range from \S+ to \S+ step \S+) +(.*\S)/gm),
    ([, one = '']) => one
  )
}

function ofGo(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/^\s*input:\s+(?:`([^`]*)`|("(?:[^"\\]|\\[nt"\\])*")),$/gm),
    ([, raw, quoted = '""']) => raw ?? (JSON.parse(quoted) as string)
  )
}

/** The texts of every field called `expr`. */
function exprOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(exprOf)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, one]) =>
    name === 'expr' && typeof one === 'string' ? [one] : exprOf(one)
  )
}

/** What a slip of the hand puts where something else was. */
const slips: readonly string[] =
  '( ) [ ] { } , = == != =~ !~ > < >= + - * / % ^ @ : " \' 5m 1h 0.5 7 up sum rate by on bool offset and or unless group_left without ignoring [5m] "a" avg'.split(
    ' '
  )

/** Expressions with one place of each deleted, doubled, exchanged with its neighbour or written otherwise. */
export function changedExpressions(
  expressions: readonly string[],
  count: number,
  seed: number
): readonly string[] {
  const below = chance(seed)
  const changed = new Set<string>()
  while (changed.size < count) {
    const tokens = (expressions[below(expressions.length)] ?? '')
      .split(/("(?:[^"\\]|\\.)*"|\s+|[\w:.]+|[=!><]=|[=!]~|.)/)
      .filter(one => one !== '')
    const at = below(tokens.length)
    const one = tokens[at] ?? ''
    const slip = slips[below(slips.length)] ?? ''
    const character = below(one.length)
    const instead = [
      '',
      one + one,
      slip,
      `${one} ${slip}`,
      one.slice(0, character) + one.slice(character + 1)
    ][below(5)]
    changed.add(tokens.with(at, instead ?? '').join(''))
  }
  return [...changed]
}
