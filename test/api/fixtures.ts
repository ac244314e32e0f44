import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseFieldPath, type FieldPath } from '../../src/base/field-path.ts'
import { withoutFields } from '../../src/api/merge/without-fields.ts'
import { isRecord, recordOf } from '../../src/base/json.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'

export const fixturesFolder = path.join(import.meta.dirname, 'fixtures')

/** One object that the API server was asked about. */
export interface Fixture {
  /** The folder of its kind, for example `network-policy`. */
  readonly folder: string
  readonly file: 'clean' | 'faults'
  readonly title: string
  readonly object: unknown
}

export function fixtureFolders(): string[] {
  return readdirSync(fixturesFolder).sort()
}

/**
 * The objects of a folder. `clean.yaml` holds manifests, each with its title as a comment above it.
 * `faults.yaml` holds groups of a `base` and of `faults`: title -> field path -> value; null takes away.
 */
export function fixturesOf(folder: string): Fixture[] {
  const clean = documents(folder, 'clean').map(({ text, value }, i): Fixture => ({
    folder,
    file: 'clean',
    title: /^#\s*(.+)$/m.exec(text)?.[1]?.trim() ?? `document ${i + 1}`,
    object: value
  }))
  const faults = documents(folder, 'faults').flatMap(({ value }) => {
    const { base, faults: changes } = recordOf(value)
    return Object.entries(recordOf(changes)).map(([title, change]): Fixture => ({
      folder,
      file: 'faults',
      title,
      object: changed(base, change)
    }))
  })
  return [...clean, ...faults]
}

function documents(folder: string, file: string): { text: string; value: unknown }[] {
  const text = readFileSync(path.join(fixturesFolder, folder, `${file}.yaml`), 'utf8')
  const { documents: found } = parseYamlFile(text)
  for (const { problems } of found)
    if (problems.length > 0)
      throw new Error(`${folder}/${file}.yaml: ${JSON.stringify(problems[0])}`)
  return found
    .map(one => ({ text: one.text, value: one.value }))
    .filter(({ value }) => isRecord(value))
}

function changed(base: unknown, change: unknown): unknown {
  let object: unknown = structuredClone(base)
  for (const [key, value] of Object.entries(recordOf(change)))
    object = withValue(object, parseFieldPath(key), value)
  return object
}

function withValue(target: unknown, at: FieldPath, value: unknown): unknown {
  const [step, ...rest] = at
  if (step === undefined) return value
  if (typeof step === 'number') {
    const items = Array.isArray(target) ? [...(target as unknown[])] : []
    items[step] = withValue(items[step], rest, value)
    return items
  }
  const child = withValue(recordOf(target)[step], rest, value)
  if (child === null && rest.length === 0) {
    return withoutFields(recordOf(target), step)
  }
  return { ...recordOf(target), [step]: child }
}
