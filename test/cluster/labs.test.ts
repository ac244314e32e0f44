/** Every lab, played on the real cluster: by its solutions, with each wrong solution, and by the command. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { labs, provenSteps } from '../labs/playground.ts'
import { projectRoot } from './machine/folders.ts'
import { openCluster } from './parts/open-cluster.ts'
import { RealLabRun, told } from './parts/real-lab-run.ts'
import { testKubeconfig } from './test-kubeconfig.ts'

const { cluster, context } = await openCluster(testKubeconfig())

for (const lab of labs)
  describe(`lab ${lab.id} on the real cluster`, { timeout: 900_000 }, () => {
    const run = new RealLabRun(cluster, lab)
    after(() => run.clean())

    test('every step is open before and done after', async () => {
      for (const step of provenSteps(lab)) {
        if ([...(step.manifests ?? []), ...(step.solution ?? [])].length > 0) {
          const before = await run.verify(step)
          assert.notEqual(before.verdict, 'pass', `${step.id} before`)
        }
        await run.play(step)
      }
      await run.clean()
    })

    for (const step of provenSteps(lab))
      for (const { file, verdict, because, after: first = [] } of step.wrong ?? [])
        test(`${step.id}: ${file} is ${verdict}, because: ${because}`, async () => {
          await run.playBefore(step)
          await run.apply(...first, file)
          const result = await run.verify(step)
          await run.clean()
          assert.equal(result.verdict, verdict, told(result))
        })

    test('netlabs lab run plays the solutions to the end, and nothing of it is left', async () => {
      const command = [
        path.join(projectRoot, 'src/cli/main.ts'),
        'lab',
        'run',
        lab.id,
        '--solution'
      ]
      const where = ['--kubeconfig', testKubeconfig(), '--context', context, '--yes', context]
      const { stdout } = await promisify(execFile)(process.execPath, [...command, ...where])
      assert.match(stdout, /Proven/)
      await run.expectNothingLeft()
    })
  })
