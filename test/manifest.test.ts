/** package.json held against the code, the texts and the files that it names. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import {
  commandTable,
  contextKeys,
  doneKeyPrefix,
  settingTable,
  viewIds
} from '../src/extension/ids.ts'
import { contributes, restrictedSettings } from '../scripts/generate/contributes.ts'
import { generateL10nBundle } from '../scripts/generate/l10n-bundle.ts'

const root = path.dirname(import.meta.dirname)
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest
const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>
const source = globSync('src/extension/**/*.ts', { cwd: root })
  .map(file => readFileSync(path.join(root, file), 'utf8'))
  .join('\n')

interface Step {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly media: {
    readonly markdown?: string
    readonly image?: unknown
    readonly svg?: string
    readonly altText?: string
  }
  readonly completionEvents?: readonly string[]
}

interface Manifest {
  readonly icon?: string
  readonly l10n?: string
  readonly activationEvents?: readonly string[]
  readonly extensionKind?: readonly string[]
  readonly capabilities?: {
    readonly untrustedWorkspaces?: {
      readonly supported: unknown
      readonly restrictedConfigurations?: readonly string[]
    }
    readonly virtualWorkspaces?: unknown
  }
  readonly contributes: Record<string, unknown> & {
    readonly commands: readonly { readonly command: string; readonly title: string }[]
    readonly walkthroughs: readonly {
      readonly id: string
      readonly when?: string
      readonly icon?: string
      readonly steps: readonly Step[]
    }[]
  }
}

/** Every string in a JSON value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(strings)
}

function valuesOf(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key && typeof inner === 'string' ? [inner] : []),
    ...valuesOf(inner, key)
  ])
}

test('package.json carries what the tables say', () => {
  for (const [point, value] of Object.entries(contributes()))
    assert.deepEqual(manifest.contributes[point], value, `contributes.${point} is not fresh`)
})

test('every command of the manifest has a handler, and every handler a command', () => {
  const handled = [...source.matchAll(/'(netlabs\.[\w.]+)': (?:\w+|\([\w.]*\)) =>/g)].map(
    ([, id]) => id
  )
  assert.deepEqual(handled.sort(), Object.keys(commandTable).sort())
  assert.deepEqual(
    manifest.contributes.commands.map(({ command }) => command).sort(),
    Object.keys(commandTable).sort()
  )
})

test('commands that menus, links and code name exist', () => {
  const named = new Set([
    ...valuesOf(manifest.contributes.menus, 'command'),
    ...[...strings(manifest.contributes), ...Object.values(texts)].flatMap(text =>
      [...text.matchAll(/\(command:(netlabs\.[\w.]+)/g)].map(([, id]) => id ?? '')
    )
  ])
  assert.deepEqual(
    [...named].filter(id => !(id in commandTable)),
    []
  )
})

test('every text that the manifest refers to is there, and none is left over', () => {
  const references = strings(manifest)
    .flatMap(text => /^%(.+)%$/.exec(text)?.[1] ?? [])
    .sort()
  assert.deepEqual([...new Set(references)], Object.keys(texts).sort())
})

test('texts are sentences without exclamation marks', () => {
  assert.deepEqual(
    Object.entries(texts).filter(([, text]) => text.includes('!')),
    []
  )
})

test('every file that the manifest names exists', () => {
  const files = [
    manifest.icon ?? 'no icon',
    ...valuesOf(manifest.contributes.viewsContainers, 'icon'),
    ...valuesOf(manifest.contributes.views, 'icon'),
    ...manifest.contributes.walkthroughs.flatMap(({ steps, icon }) => [
      ...(icon ? [icon] : []),
      ...steps.flatMap(({ media }) => strings({ ...media, altText: undefined }))
    ])
  ]
  assert.deepEqual(
    files.filter(file => !existsSync(path.join(root, file))),
    []
  )
})

test('every walkthrough step has media and is ticked by a proven step only', () => {
  const steps = manifest.contributes.walkthroughs.flatMap(walkthrough => walkthrough.steps)
  assert.ok(steps.length > 0)
  for (const { id, media, completionEvents = [] } of steps) {
    assert.ok(media.markdown ?? media.image ?? media.svg, `${id} has no media`)
    assert.ok(media.markdown ?? media.altText, `${id} has a picture without alternative text`)
    assert.equal(completionEvents.length, 1, `${id} needs one completion event`)
    assert.match(completionEvents[0] ?? '', new RegExp(`^onContext:${doneKeyPrefix}[\\w.-]+$`))
  }
})

test('a walkthrough has at most seven steps', () => {
  assert.deepEqual(
    manifest.contributes.walkthroughs.filter(({ steps }) => steps.length > 7).map(({ id }) => id),
    []
  )
})

test('when clauses use known keys only', () => {
  const known = new Set<string>([
    ...Object.values(contextKeys),
    'view',
    'viewItem',
    'resourceLangId',
    'isWorkspaceTrusted'
  ])
  const clauses = [
    ...valuesOf(manifest.contributes, 'when'),
    ...valuesOf(manifest.contributes, 'enablement')
  ]
  assert.ok(clauses.length > 0)
  const keys = clauses.flatMap(clause =>
    clause
      .replace(/(==|!=|=~)\s*(\/[^/]+\/|\S+)/g, '')
      .split(/&&|\|\||!|\(|\)/)
      .map(part => part.trim())
      .filter(part => part !== '' && part !== 'false')
  )
  assert.deepEqual(
    [...new Set(keys)].filter(key => !known.has(key) && !key.startsWith(doneKeyPrefix)),
    []
  )
})

test('context keys of the table are set by the code', () => {
  const unset = Object.keys(contextKeys).filter(key => !source.includes(`contextKeys.${key}`))
  assert.deepEqual(unset, [])
})

test('every setting is read by the code', () => {
  const unread = Object.keys(settingTable).filter(id => !source.includes(`read('${id}'`))
  assert.deepEqual(unread, [])
})

test('an untrusted workspace sets nothing that names a file, and nothing starts by itself', () => {
  const untrusted = manifest.capabilities?.untrustedWorkspaces
  assert.equal(untrusted?.supported, 'limited')
  assert.deepEqual(untrusted.restrictedConfigurations, restrictedSettings())
  assert.deepEqual(manifest.activationEvents, [
    'onLanguage:yaml',
    'onLanguage:helm',
    'onLanguage:json',
    'onLanguage:jsonc'
  ])
  assert.deepEqual(manifest.extensionKind, ['workspace'])
})

test('views of the manifest are the views of the code', () => {
  const views = manifest.contributes.views as Record<string, readonly { id: string }[]>
  assert.deepEqual(
    Object.values(views)
      .flat()
      .map(({ id }) => id)
      .sort(),
    Object.values(viewIds).sort()
  )
})

test('translators find every text of the code', () => {
  assert.equal(manifest.l10n, './l10n')
  const bundle = generateL10nBundle()
  assert.ok([...bundle.values()].join('').length > 1000)
  for (const [file, content] of bundle)
    assert.equal(readFileSync(path.join(root, file), 'utf8'), content, `${file} is not fresh`)
})
