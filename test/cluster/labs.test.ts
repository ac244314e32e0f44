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

/** Seconds that what was applied gets to take effect, before a wrong solution counts as wrong. */
const effectLimit = 10

for (const lab of labs)
  describe(`lab ${lab.id} on the real cluster`, { timeout: 600_000 }, () => {
    const run = new RealLabRun(cluster, lab)
    after(() => run.clean())

    // One play, in the order of the steps: each test begins where the one before it ended.
    for (const step of provenSteps(lab)) {
      if ([...(step.manifests ?? []), ...(step.solution ?? [])].length > 0)
        test(`${step.id} is open before`, async () => {
          const before = await run.verifyWithin(0, step)
          assert.notEqual(before.verdict, 'pass', told(before))
        })

      for (const { file, verdict, because, after: first = [] } of step.wrong ?? [])
        test(`${step.id}: ${file} is ${verdict}, because: ${because}`, async () => {
          const result = await run.withFiles([...first, file], () =>
            run.verifyWithin(effectLimit, step)
          )
          await run.restoreBefore(step)
          assert.equal(result.verdict, verdict, told(result))
        })

      test(`${step.id} is done after its solution`, () => run.play(step))
    }

    test('nothing of it is left', () => run.clean())

    test('netlabs lab run plays the solutions to the end, and nothing of it is left', async () => {
      const program = path.join(projectRoot, 'src/cli/main.ts')
      const where = ['--kubeconfig', testKubeconfig(), '--context', context, '--yes', context]
      const command = [program, 'lab', 'run', lab.id, '--solution', ...where]
      const { stdout } = await promisify(execFile)(process.execPath, command)
      assert.match(stdout, /Proven/)
      await run.expectNothingLeft()
    })
  })
