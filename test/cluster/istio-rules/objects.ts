/** Objects of Istio: ours, those that its own repository shows and tests with, and what Istio says of them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '../../../src/base/json.ts'
import { rules } from '../../../src/rules/index.generated.ts'
import { parseYamlFile } from '../../../src/yaml/yaml-file.ts'
import { projectRoot } from '../../support/service.ts'
import { goPrograms, moduleFolder } from '../programs/go-programs.ts'

export interface NamedObject {
  readonly name: string
  readonly object: Readonly<Record<string, unknown>>
}

/** Those of our fixtures, labs and pages. */
export function ownObjects(): readonly NamedObject[] {
  const files = ['test/rules/istio/*/*.yaml', 'walkthroughs/*/{,solutions/,wrong/}*.yaml']
  const examples = rules.flatMap(({ id, docs }): [string, string][] =>
    id.startsWith('istio/')
      ? [
          [`${id} (with the fault)`, docs.bad],
          [`${id} (without it)`, docs.good]
        ]
      : []
  )
  return [
    ...examples.flatMap(([name, text]) => objectsOf(name, text)),
    ...objectsIn(projectRoot, files)
  ]
}

/** Those that come with Istio. */
export function publishedObjects(): readonly NamedObject[] {
  return objectsIn(moduleFolder('istio-rules', 'istio.io/istio'), [
    'samples/**/*.yaml',
    'tests/**/*.yaml',
    '{pilot,pkg}/**/testdata/**/*.yaml'
  ])
}

function objectsIn(folder: string, files: readonly string[]): readonly NamedObject[] {
  return globSync(files, { cwd: folder })
    .sort()
    .flatMap(file => {
      const text = readFileSync(path.join(folder, file), 'utf8')
      return text.includes('istio.io/') ? objectsOf(file, text) : []
    })
}

/** Objects of Istio that the API server itself takes, by the file and their number in it. */
function objectsOf(file: string, text: string): readonly NamedObject[] {
  return parseYamlFile(text).documents.flatMap(({ value: object }, i) =>
    isRecord(object) && /^(?:networking|security)\.istio\.io\//.test(String(object.apiVersion))
      ? [{ name: `${file}#${i + 1}`, object }]
      : []
  )
}

/** Why Istio refuses each object; an empty text where it takes it. */
export function istioSays(objects: readonly unknown[]): readonly string[] {
  const program = goPrograms(['istio-rules'])['istio-rules']
  const { status, stderr } = spawnSync(program, {
    input: JSON.stringify(objects),
    encoding: 'utf8',
    maxBuffer: 2 ** 28
  })
  assert.equal(status, 0, stderr)
  const line = stderr.split('\n').find(one => one.startsWith('["'))
  const refusals = JSON.parse(line ?? '[]') as string[]
  assert.equal(refusals.length, objects.length)
  return refusals
}
