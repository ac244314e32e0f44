/** Istio's own validation, which its admission webhook asks, beside the rules: both refuse the same objects. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { rules } from '../../src/rules/index.generated.ts'
import { isRecord } from '../../src/base/json.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { lintText, projectRoot } from '../support/service.ts'
import { goPrograms } from './programs/go-programs.ts'

/** Objects of which the two think otherwise, by their file and number, and why that stays so. */
const differences: Readonly<Record<string, string>> = {}

describe('what Istio refuses', { timeout: 1_200_000 }, () => {
  test('is what the rules tell as an error, in every fixture and example', () => {
    const objects = Object.entries(texts()).flatMap(([file, text]) => objectsOf(file, text))
    assert.ok(objects.length > 150, `only ${objects.length} objects of Istio`)
    const refusals = istioSays(objects.map(({ object }) => object))
    assert.equal(refusals.length, objects.length)
    assert.ok(refusals.some(text => text !== '') && refusals.includes(''))
    const different = objects.flatMap(({ name, object }, i) => {
      const errors = lintText(JSON.stringify(object)).filter(one => one.severity === 'error')
      const refusal = refusals[i] ?? ''
      if ((refusal !== '') === errors.length > 0) return []
      return [
        `${name}: Istio says “${refusal}”, we say ${errors.map(one => one.message).join(' ')}`
      ]
    })
    assert.deepEqual(
      different.filter(line => !Object.keys(differences).some(name => line.startsWith(`${name}:`))),
      []
    )
    assert.equal(different.length, Object.keys(differences).length, 'a listed difference is none')
  })
})

function texts(): Readonly<Record<string, string>> {
  const files = ['test/rules/istio/*/*.yaml', 'walkthroughs/*/{,solutions/,wrong/}*.yaml']
  const examples = rules.flatMap(({ id, docs }): [string, string][] =>
    id.startsWith('istio/')
      ? [
          [`${id} (with the fault)`, docs.bad],
          [`${id} (without it)`, docs.good]
        ]
      : []
  )
  return {
    ...Object.fromEntries(examples),
    ...Object.fromEntries(
      globSync(files, { cwd: projectRoot }).map(file => [
        file,
        readFileSync(path.join(projectRoot, file), 'utf8')
      ])
    )
  }
}

interface NamedObject {
  readonly name: string
  readonly object: Readonly<Record<string, unknown>>
}

/** Objects of Istio that the API server itself takes, by the file and their number in it. */
function objectsOf(file: string, text: string): readonly NamedObject[] {
  return parseYamlFile(text).documents.flatMap(({ value: object }, i) =>
    isRecord(object) && /^(?:networking|security)\.istio\.io\//.test(String(object.apiVersion))
      ? [{ name: `${file}#${i + 1}`, object }]
      : []
  )
}

function istioSays(objects: readonly unknown[]): readonly string[] {
  const program = goPrograms(['istio-rules'])['istio-rules']
  const { status, stderr } = spawnSync(program, {
    input: JSON.stringify(objects),
    encoding: 'utf8',
    maxBuffer: 2 ** 26
  })
  assert.equal(status, 0, stderr)
  const line = stderr.split('\n').find(one => one.startsWith('["'))
  return JSON.parse(line ?? '[]') as string[]
}
