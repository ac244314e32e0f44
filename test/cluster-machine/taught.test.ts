/** The page that tells what a real cluster taught names tests that exist. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../cluster/machine/folders.ts'
import { readScene } from '../cluster/scene/scene.ts'

const folder = path.join(projectRoot, 'test/cluster/scenes')
const files = globSync('**/*.yaml', { cwd: folder }).sort()
const scenes = files.map(file => readScene(path.join(folder, file)))

test('there are at least 60 scenes, each with a title of its own and a reason for each difference', () => {
  assert.ok(scenes.length >= 60)
  assert.equal(new Set(scenes.map(({ title }) => title)).size, scenes.length)
  for (const { title, differs = [] } of scenes)
    for (const { at, because } of differs)
      assert.ok(because.length > 10, `${title}: ${at} has no reason`)
})

test('docs/real-cluster.md names at least ten differences, each with a scene that exists', () => {
  const page = readFileSync(path.join(projectRoot, 'docs/real-cluster.md'), 'utf8')
  const [, section = ''] = /## What the real cluster taught\n(.*?)\n## /s.exec(page) ?? []
  const rows = section.split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| -'))
  const titles = rows.slice(1).map(row =>
    row
      .split(' | ')
      .at(-1)
      ?.replace(/\|\s*$/, '')
      .trim()
  )
  assert.ok(titles.length >= 10)
  for (const title of titles)
    assert.ok(
      scenes.some(scene => scene.title === title),
      `there is no scene "${title ?? ''}"`
    )
})
