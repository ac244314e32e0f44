import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parseYamlFile, type YamlProblem } from '../../src/yaml/yaml-file.ts'

interface OracleCase {
  readonly text: string
  readonly json?: unknown
  readonly error?: string
}

/** What sigs.k8s.io/yaml says about each text, recorded by the program in test/yaml/oracle. */
function casesOf(name: string): readonly OracleCase[] {
  const file = path.join(import.meta.dirname, 'oracle', `${name}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as OracleCase[]
}

/** Where we differ on purpose. Every entry has its reason; an entry that no longer differs fails. */
const differences: Readonly<Record<string, string>> = {
  ...because('a Helm template, which is not read as YAML', [
    'a: {{ x }}\n',
    'x: {{a: b}: v}\n',
    'a: {{ b }}\n',
    'a: {{b: c}}\n',
    'a: {b: {{ c }}}\n',
    '{{ a }}\n'
  ]),
  ...because('JSON, which kubectl and the API server give to a JSON reader', [
    '{"a": "x\\/y"}\n',
    '{"a": "\\/"}\n',
    '{"a"\n:\n1}\n',
    '{"a": "\\ud83d\\ude00"}\n',
    '{"a": "\\ud83d"}\n',
    `{${'x'.repeat(1025)}: a}\n`,
    `{"${'x'.repeat(1025)}": a}\n`
  ]),
  ...because('go-yaml stops reading here without a word, and what follows is lost', [
    '{a: 1}\n{b: 2}\n',
    'a: b\n%YAML 1.1\n',
    ' - a\n- b\n',
    ' a: b\nc: d\n',
    'a\n: b\n'
  ]),
  ...because('an invisible or outdated line end, which is told rather than read', [
    'a: b\rc: d\r',
    'a: b\n\rc: d\n',
    'a: b\u2028c: d\n',
    'a: b\u0085c: d\n',
    'a: \u2028\n'
  ]),
  ...because('nothing is in the document, so nothing is told', ['...\n']),
  ...because('a directive that says the same twice', ['%YAML 1.1\n%YAML 1.1\n---\na: b\n']),
  ...because('a slip of go-yaml that nobody writes on purpose', [
    'x: {?: v}\n',
    'x: {?a: v}\n',
    'a: &x b\n*x: c\n',
    'a: [-]\n',
    'a: [a:]\n',
    'a: {a:}\n'
  ])
}

function because(reason: string, texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map(text => [text, reason]))
}

for (const name of ['scalars', 'documents'])
  for (const { text, json, error } of casesOf(name))
    test(`${JSON.stringify(text.slice(0, 60))} reads as in Kubernetes`, () => {
      const { value, problems } = read(text)
      const agrees =
        error === undefined
          ? problems.length === 0 && JSON.stringify(sorted(value)) === JSON.stringify(sorted(json))
          : problems.length > 0
      const shown = { value, problems: problems.map(one => one.message), json, error }
      if (text in differences)
        assert.ok(!agrees, `no longer a difference: ${JSON.stringify(shown)}`)
      else assert.ok(agrees, JSON.stringify(shown))
    })

/**
 * Of several documents the library reads the first. A key that stands twice is a problem to us, while
 * go-yaml takes the last one without a word.
 */
function read(text: string): { value: unknown; problems: readonly YamlProblem[] } {
  const { documents } = parseYamlFile(text)
  return {
    value: documents[0]?.value ?? null,
    problems: (documents[0]?.problems ?? []).filter(problem => problem.code !== 'duplicate-key')
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, entry]) => [key, sorted(entry)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
