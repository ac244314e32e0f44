import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import type { Capability } from '../../src/labs/lab-definition.generated.ts'
import { Abilities } from './abilities.ts'
import { versionGap } from './foreign.ts'
import { openCluster } from './parts/open-cluster.ts'
import { compareAnswers, sentenceOf, unexplained } from './scene/compare.ts'
import { playScene } from './scene/play-scene.ts'
import { readScene, type Scene } from './scene/scene.ts'
import { practiceStage, realStage } from './scene/stage.ts'
import { isForeign, testKubeconfig } from './test-kubeconfig.ts'

const folder = path.join(import.meta.dirname, 'scenes')
const scenes = globSync('**/*.yaml', { cwd: folder })
  .sort()
  .map(file => ({ scene: readScene(path.join(folder, file)), needs: needsOf(file) }))

const { cluster, transport } = await openCluster(testKubeconfig())
const abilities = new Abilities(cluster)
const enforces = !isForeign || (await abilities.lacks('network-policy')) === false
const real = await realStage(testKubeconfig(), enforces)
const skipAll = await versionGap(transport)
const left = new Map<Scene, string | false>()
for (const { scene, needs } of scenes) left.set(scene, await abilities.lacksOneOf(needs))

describe(
  'scenes: the practice cluster answers as a real one',
  { concurrency: 4, skip: skipAll },
  () => {
    after(() => real.dispose())
    for (const { scene } of scenes)
      test(scene.title, { skip: left.get(scene) ?? false, timeout: 1_800_000 }, async t => {
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
  }
)

/** What a scene says, and on somebody's own cluster what its steps use as well. */
function needsOf(file: string): readonly Capability[] {
  const text = readFileSync(path.join(folder, file), 'utf8')
  const used: Capability[] = []
  if (isForeign && /IPv6|-6,|DualStack/.test(text)) used.push('dual-stack')
  if (isForeign && file.startsWith('policies')) used.push('network-policy')
  return [...(readScene(path.join(folder, file)).needs ?? []), ...used]
}
