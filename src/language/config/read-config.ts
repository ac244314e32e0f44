import { didYouMean } from '../../base/did-you-mean.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { Field } from '../../base/field.ts'
import { schemaProblems } from '../../base/schema-problems.ts'
import { severities, type Severity } from '../../rules/severity.ts'
import type { OffsetRange } from '../../yaml/text-edit.ts'
import { parseYamlFile, type YamlDocument } from '../../yaml/yaml-file.ts'
import { configSchema } from './config-schema.ts'
import { kubernetesMinorOf } from './kubernetes-version.ts'
import {
  configName,
  type ConfigPart,
  type ConfigurableCheck,
  type LintConfig
} from './lint-config.ts'

export interface ConfigProblem {
  readonly message: string
  readonly range: OffsetRange
}

export interface ReadConfig {
  /** What could be read; what has a problem is left out. */
  readonly config: LintConfig
  readonly problems: readonly ConfigProblem[]
}

/** Reads the text of a `.netlabs.yaml`. */
export function readConfig(text: string, checks: readonly ConfigurableCheck[]): ReadConfig {
  const file = parseYamlFile(text, { path: configName })
  const documents = file.documents.filter(({ value }) => value !== undefined && value !== null)
  const problems: ConfigProblem[] = [...file.problems]
  for (const { problems: own } of file.documents) problems.push(...own)
  const [document, second] = documents
  if (second)
    problems.push({
      message: 'A configuration has one document only; this one is not read.',
      range: second.rangeOf([])
    })
  if (!document || problems.length > 0)
    return { config: configOf(new Field(undefined), []), problems }
  const told = [
    ...schemaProblems(document.value, configSchema),
    ...namesIn(new Field(document.value), checks)
  ]
  return {
    config: configOf(new Field(document.value), checks),
    problems: told.map(({ path, message }) => ({ message, range: rangeOf(document, path) }))
  }
}

interface PathProblem {
  readonly path: FieldPath
  readonly message: string
}

/** An unknown field is underlined itself, a wrong value where it stands. */
function rangeOf(document: YamlDocument, path: FieldPath): OffsetRange {
  return document.rangeOf(path, 'key')
}

/** What the schema can't know: which checks, tags and versions there are. */
function namesIn(config: Field, checks: readonly ConfigurableCheck[]): PathProblem[] {
  return [config, ...config.get('overrides').items].flatMap(part => [
    ...versionProblems(part.get('kubernetesVersion')),
    ...part.get('rules').entries.flatMap(([id, { at }]) => {
      if (checks.some(check => check.id === id)) return []
      return [{ path: at, message: noCheck(id, checks) }]
    }),
    ...part
      .get('enable')
      .items.flatMap(({ text, at }) =>
        text === undefined || optInsNamed(text, checks).length > 0
          ? []
          : [{ path: at, message: noOptIn(text, checks) }]
      )
  ])
}

function versionProblems({ text, at }: Field): PathProblem[] {
  if (text === undefined) return []
  const version = kubernetesMinorOf(text)
  return version.ok ? [] : [{ path: at, message: version.error }]
}

function noCheck(id: string, checks: readonly ConfigurableCheck[]): string {
  const meant = didYouMean(
    id,
    checks.map(check => check.id)
  )
  return `There is no check ${id}. ${meant === undefined ? 'netlabs rules lists them.' : `Did you mean ${meant}?`}`
}

/** Why a name can't be enabled, in a sentence. */
export function noOptIn(name: string, checks: readonly ConfigurableCheck[]): string {
  if (checks.some(({ id }) => id === name)) return `The check ${name} is on already.`
  const optIns = checks.filter(({ optIn }) => optIn === true)
  const names = [...optIns.map(({ id }) => id), ...optIns.flatMap(({ tags }) => tags)]
  const meant = didYouMean(name, names)
  const advice =
    meant === undefined
      ? `These are: ${optIns.map(({ id }) => id).join(', ')}.`
      : `Did you mean ${meant}?`
  return `No rule that is off by default has the id or the tag ${name}. ${advice}`
}

/** The rules off by default that a name means: one by its id, several by a tag, all by `all`. */
export function optInsNamed(name: string, checks: readonly ConfigurableCheck[]): readonly string[] {
  return checks
    .filter(
      ({ id, tags, optIn }) =>
        optIn === true && (name === 'all' || id === name || tags.includes(name))
    )
    .map(({ id }) => id)
}

function configOf(config: Field, checks: readonly ConfigurableCheck[]): LintConfig {
  return {
    ...partOf(config, checks),
    ignore: config.get('ignore').texts,
    overrides: config
      .get('overrides')
      .items.map(part => ({ ...partOf(part, checks), files: part.get('files').texts }))
  }
}

function partOf(part: Field, checks: readonly ConfigurableCheck[]): ConfigPart {
  const version = kubernetesMinorOf(part.get('kubernetesVersion').text ?? '')
  const rules = part.get('rules').entries.flatMap(([id, { value }]) => {
    const severity = severityOf(value)
    return severity === undefined ? [] : [[id, severity] as const]
  })
  return {
    kubernetesMinor: version.ok ? version.value : undefined,
    enable: part.get('enable').texts.flatMap(name => optInsNamed(name, checks)),
    rules: Object.fromEntries(rules)
  }
}

function severityOf(value: unknown): Severity | 'off' | undefined {
  return value === 'off' || value === false ? 'off' : severities.find(one => one === value)
}
