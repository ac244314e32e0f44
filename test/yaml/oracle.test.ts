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
  'a: {{ x }}\n': 'a Helm template, which is not read as YAML',
  '{"a": "x\\/y"}\n': 'JSON, which kubectl and the API server give to a JSON reader'
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

/** A key that stands twice is a problem to us, while go-yaml takes the last one without a word. */
function read(text: string): { value: unknown; problems: readonly YamlProblem[] } {
  const { documents } = parseYamlFile(text)
  assert.ok(documents.length < 2)
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
