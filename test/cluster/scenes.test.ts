import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { testKubeconfig } from './test-kubeconfig.ts'
import { compareAnswers, sentenceOf, unexplained } from './scene/compare.ts'
import { playScene } from './scene/play-scene.ts'
import { readScene } from './scene/scene.ts'
import { practiceStage, realStage } from './scene/stage.ts'

const folder = path.join(import.meta.dirname, 'scenes')
const scenes = globSync('**/*.yaml', { cwd: folder })
  .sort()
  .map(file => readScene(path.join(folder, file)))

const real = await realStage(testKubeconfig())

describe('scenes: the practice cluster answers as a real one', { concurrency: 4 }, () => {
  assert.ok(scenes.length > 0, 'No scenes were found.')
  for (const scene of scenes)
    test(scene.title, { timeout: 180_000 }, async t => {
      const practice = practiceStage()
      t.after(() => practice.dispose())
      const [onReal, onPractice] = await Promise.all([
        playScene(scene, real),
        playScene(scene, practice)
      ])
      const { news, stale } = unexplained(compareAnswers(onReal, onPractice), scene.differs ?? [])
      assert.deepEqual(news.map(sentenceOf), [])
      assert.deepEqual(
        stale.map(({ at }) => at),
        [],
        'These listed differences are none any more: take them out.'
      )
    })
})
