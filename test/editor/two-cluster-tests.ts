/** A lab that needs two clusters, played in the practice cluster and the one that is joined with it. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { commands, extensions, Uri, workspace } from 'vscode'
import { extensionId } from '../../src/extension/ids.ts'
import type { DocumentJudgement } from '../../src/labs/objects/object-evidence.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import { api, eventually, folder, type EditorTest } from './editor-test.ts'
import { pickingInTurn, saidDuring } from './stand-ins.ts'

const lab = 'multi-cluster-services'

async function verify(step: string): Promise<StepResult> {
  return await commands.executeCommand<StepResult>('netlabs.lab.verify', { lab, step })
}

async function proven(step: string): Promise<StepResult> {
  return await eventually(`${step} is proven`, async () => {
    const result = await verify(step)
    return result.verdict === 'pass' && result
  })
}

export const twoClusterTests: readonly EditorTest[] = [
  {
    title: 'what lies in the folder other goes to the second practice cluster, and is proven there',
    async act() {
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'baseline' })
      const { checks } = await proven('baseline')
      assert.match(checks.at(-1)?.evidence.at(-1)?.from ?? '', /of practice-two$/)
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'export' })
      const open = await verify('export')
      assert.equal(open.verdict, 'fail', open.sentence)
    }
  },
  {
    title: 'what the second one exports is answered in the first',
    async act() {
      const place = extensions.getExtension(extensionId)?.extensionPath ?? ''
      const solution = path.join(place, 'walkthroughs', lab, 'solution', 'other', '30-export.yaml')
      const copy = Uri.joinPath(folder(), 'labs', lab, 'other', '30-export.yaml')
      await workspace.fs.copy(Uri.file(solution), copy, { overwrite: true })
      await eventually('the new text', async () =>
        (await workspace.openTextDocument(copy)).getText().includes('name: catalog\n')
      )
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'export' })
      const { simulated } = await proven('export')
      assert.ok(simulated)
    }
  },
  {
    title: 'previews, states and removals of a file for the second one ask the second one',
    async act() {
      const uri = Uri.joinPath(folder(), 'labs', lab, 'other', '30-export.yaml')
      const target = { uri: uri.toString(), document: 0 }
      const [said] = await saidDuring(() =>
        commands.executeCommand('netlabs.manifest.preview', target)
      )
      assert.match(said?.message ?? '', /is already like this in practice-two/)
      const judgement = await commands.executeCommand<DocumentJudgement>(
        'netlabs.manifest.verify',
        target
      )
      assert.equal(judgement.context, 'practice-two')
      assert.notEqual(judgement.verdict, 'fail', judgement.sentence)
      await commands.executeCommand('netlabs.manifest.remove', target)
      const gone = await commands.executeCommand<DocumentJudgement>(
        'netlabs.manifest.verify',
        target
      )
      assert.equal(gone.verdict, 'fail', gone.sentence)
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'export' })
      await proven('export')
    }
  },
  {
    title: 'a reversal takes away what the step has made in the second one, and gives it back',
    async act() {
      const { labTests } = await api()
      const never = {
        isCancellationRequested: false,
        onCancellationRequested: () => ({ dispose() {} })
      }
      labTests.states.clear()
      await labTests.run('reverse', [`${lab}/export`], never)
      assert.ok(labTests.states.size > 0)
      assert.deepEqual(new Set(labTests.states.values()), new Set(['passed']))
      await proven('export')
    }
  },
  {
    title: 'resetting one step takes away what it has made in the second one, and nothing else',
    async act() {
      const said = await saidDuring(() =>
        pickingInTurn([['What it has made']], () =>
          commands.executeCommand('netlabs.lab.reset', { lab, step: 'export' })
        )
      )
      assert.match(
        said.map(({ message }) => message).join(' '),
        /^Objects removed from .*practice-two: 1\.$/
      )
      assert.equal((await verify('baseline')).verdict, 'pass')
      assert.notEqual((await verify('export')).verdict, 'pass')
    }
  },
  {
    title: 'cleaning up leaves nothing in either of them, and says that no other can be chosen',
    async act() {
      const said = await saidDuring(() => commands.executeCommand('netlabs.lab.cleanUp', lab))
      const told = said.map(({ message }) => message).join(' ')
      assert.match(told, /objects of this lab are removed/)
      assert.doesNotMatch(told, /left something/)
      const gone = await verify('baseline')
      for (const check of gone.checks) assert.notEqual(check.verdict, 'pass', check.id)
      const about = await saidDuring(() => commands.executeCommand('netlabs.context.pickSecond'))
      assert.match(about.map(({ message }) => message).join(' '), /second one by itself/)
    }
  }
]
