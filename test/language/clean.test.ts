import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { groupBy } from '../../src/base/group-by.ts'
import { isAtLeast } from '../../src/rules/severity.ts'
import { isRecord } from '../../src/base/json.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { serviceOver } from '../support/service.ts'

type Files = Readonly<Record<string, string>>

function filesUnder(folder: string): Files {
  const root = path.join(import.meta.dirname, folder)
  const names = globSync('**/{*,.*,.*/**/*}.{yaml,yml,json}', { cwd: root })
    .map(name => name.replaceAll('\\', '/'))
    .sort()
  return Object.fromEntries(names.map(name => [name, readFileSync(path.join(root, name), 'utf8')]))
}

/** What is said about the files, taken as one workspace; hints may be given about correct manifests, too. */
function complaints(files: Files, least: 'info' | 'hint' = 'info'): string[] {
  return serviceOver(files)
    .lintAll()
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => isAtLeast(severity, least))
    .map(({ uri, position, rule, what }) => `${uri}:${position.start.line + 1} ${rule}: ${what}`)
}

const clean = filesUnder('clean')

describe('nothing is said about correct manifests', () => {
  for (const [name, text] of Object.entries(clean)) {
    // What a patch leaves out is known from its kustomization only.
    if (/\/(?:overlays|patches)\//.test(name)) continue
    const documents = parseYamlFile(text, { path: name }).documents

    test(`${name}, alone`, () => {
      assert.deepEqual(complaints({ [name]: text }), [])
    })

    test(`${name}, each document alone and all but one, as when the rest is in the cluster`, () => {
      for (const one of documents) {
        assert.deepEqual(complaints({ [name]: one.text }), [])
        const others = documents.filter(other => other !== one)
        const rest = others.map(other => other.text.replace(/^---.*\n/, '')).join('\n---\n')
        assert.deepEqual(complaints({ [name]: rest }), [])
      }
    })

    test(`${name}, as one List in JSON`, () => {
      const items = documents.map(({ value }) => value).filter(isRecord)
      const list = { apiVersion: 'v1', kind: 'List', items }
      assert.deepEqual(complaints({ 'list.json': JSON.stringify(list, null, 2) }), [])
    })
  }

  test('all of them together, and each application without one of its files', () => {
    assert.deepEqual(complaints(clean), [])
    const applications = groupBy(
      Object.entries(clean).filter(([name]) => name.startsWith('apps/')),
      ([name]) => name.split('/')[1] ?? ''
    )
    for (const files of applications.values())
      for (const left of files) {
        const others = files.filter(file => file !== left)
        // Without the kustomization nothing tells that a file is a patch.
        if (left[0].endsWith('kustomization.yaml')) continue
        assert.deepEqual(complaints(Object.fromEntries(others)), [], `without ${left[0]}`)
      }
  })

  test('there are many of them', () => {
    const documents = Object.entries(clean).flatMap(([name, text]) =>
      parseYamlFile(text, { path: name }).documents.filter(({ value }) => isRecord(value))
    )
    assert.ok(documents.length >= 200, `${documents.length} documents`)
  })
})

describe('nothing at all is said about files of other programs', () => {
  const foreign = filesUnder('foreign')
  // Whether alone or in their surroundings; a patch is known from its kustomization only.
  const isPatch = (name: string): boolean => name.startsWith('kustomize/')

  for (const [name, text] of Object.entries(foreign))
    if (!isPatch(name))
      test(name, () => {
        assert.deepEqual(complaints({ [name]: text }, 'hint'), [])
      })

  test('all of them together', () => {
    assert.deepEqual(complaints(foreign, 'hint'), [])
  })
})
