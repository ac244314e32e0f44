/** What the pages say, held against the project: links, commands, names of settings and files. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import manifest from '../package.json' with { type: 'json' }
import { settingTable } from '../src/extension/ids.ts'
import { anchorsOf, page, pages, type Page } from './support/markdown.ts'
import { projectRoot } from './support/service.ts'

const all = pages()
const forPeople = ['README.md', 'CONTRIBUTING.md']
const handWritten = all.filter(({ file }) =>
  /^(README|CONTRIBUTING|docs\/[\w-]+)\.md$|^README/.test(file)
)

test('pages are found', () => {
  assert.ok(all.length > 20)
  for (const file of [...forPeople, 'docs/architecture.md'])
    assert.ok(
      handWritten.some(one => one.file === file),
      file
    )
})

test('every link within the project leads somewhere', () => {
  const broken = all.flatMap(one =>
    one.links.filter(link => !leadsSomewhere(one, link)).map(link => `${one.file}: ${link}`)
  )
  assert.deepEqual(broken, [])
})

test('a link that leads nowhere is noticed', () => {
  const readme = page('README.md')
  assert.equal(leadsSomewhere(readme, 'docs/no-such-page.md'), false)
  assert.equal(leadsSomewhere(readme, 'docs/cli.md#no-such-heading'), false)
  assert.equal(leadsSomewhere(readme, 'docs/cli.md#json'), true)
})

test('every npm command of the pages is a script of package.json, every stage one of npm test', () => {
  const stages = readFileSync(path.join(projectRoot, 'scripts/test.ts'), 'utf8')
  const wrong: string[] = []
  let seen = 0
  for (const { file, text } of handWritten)
    for (const [whole, script = '', word] of text.matchAll(
      /\bnpm (?:run )?(start|test|(?<=npm run )[\w:-]+)(?: ([a-z]+)\b)?/g
    )) {
      seen++
      if (!(script in manifest.scripts)) wrong.push(`${file}: ${whole}`)
      const isStage = whole.startsWith('npm test ') && new RegExp(`\`${whole}\``).test(text)
      if (isStage && !stages.includes(`name: '${word ?? ''}'`)) wrong.push(`${file}: ${whole}`)
    }
  assert.ok(seen > 10)
  assert.deepEqual(wrong, [])
})

test('settings that the pages name exist', () => {
  const prefixes = new Set(Object.keys(settingTable).map(id => id.split('.').slice(0, 2).join('.')))
  const wrong = handWritten.flatMap(({ file, text }) =>
    [...text.matchAll(/`(netlabs\.\w+\.\w+)`/g)]
      .map(([, id = '']) => id)
      .filter(id => prefixes.has(id.split('.').slice(0, 2).join('.')) && !(id in settingTable))
      .map(id => `${file}: ${id}`)
  )
  assert.deepEqual(wrong, [])
})

test('files and folders that the pages name exist', () => {
  const known = /^(?:src|test|docs|scripts|schemas|walkthroughs|samples|bench|media)\/[\w./-]*$/
  const wrong = handWritten.flatMap(({ file, text }) =>
    [...text.matchAll(/`([^`\s]+)`/g)]
      .map(([, name = '']) => name)
      .filter(name => known.test(name) && !existsSync(path.join(projectRoot, name)))
      .map(name => `${file}: ${name}`)
  )
  assert.deepEqual(wrong, [])
})

test('every dependency has its reason in CONTRIBUTING.md, and none is left there that is gone', () => {
  const [, table = ''] = page('CONTRIBUTING.md').text.split('## Dependencies')
  const reasoned = [...table.matchAll(/^\| (`.*?`) +\|/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .sort()
  const installed = Object.keys(manifest.devDependencies).filter(
    name => !name.startsWith('@types/')
  )
  assert.deepEqual(reasoned, installed.sort())
})

function leadsSomewhere(from: Page, link: string): boolean {
  if (/^(?:https?|command|mailto):/.test(link)) return true
  const [name = '', anchor] = decodeURIComponent(link).split('#')
  const target = name === '' ? from.file : path.posix.join(path.posix.dirname(from.file), name)
  if (!existsSync(path.join(projectRoot, target))) return false
  return anchor === undefined || anchorsOf(page(target)).has(anchor)
}
