/** Lab 9 as a learner plays it: open before, proven after, and never proven on a broken cluster. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { commands, extensions, Range, window, type TextEditor } from 'vscode'
import { extensionId } from '../../src/extension/ids.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import { api, clusterRows, eventually, open, rowsOf, type EditorTest } from './editor-test.ts'
import { saidDuring } from './stand-ins.ts'

const lab = 'pod-to-pod-across-namespaces'

async function verify(step: string): Promise<StepResult> {
  const result = await commands.executeCommand<StepResult | undefined>('netlabs.lab.verify', {
    lab,
    step
  })
  assert.ok(result, `verifying ${step} gave no result`)
  return result
}

/** The lab's own answer: the gap of the manifest to start from is filled. */
async function solution(): Promise<string> {
  const folder = extensions.getExtension(extensionId)?.extensionPath ?? ''
  return readFile(path.join(folder, 'walkthroughs', lab, 'solution', '30-isolate.yaml'), 'utf8')
}

function manifestEditor(): TextEditor | undefined {
  return window.visibleTextEditors.find(({ document }) =>
    document.uri.path.endsWith(`/labs/${lab}/30-isolate.yaml`)
  )
}

/** What was asked and answered, for the message of a failed assertion. */
function account({ sentence, checks }: StepResult): string {
  const lines = checks.flatMap(check => [
    `${check.verdict} ${check.title}: ${check.sentence}`,
    ...check.evidence.map(
      ({ role, to, outcome, result }) => `  ${role} ${to}: ${outcome} (${result})`
    )
  ])
  return [sentence, ...lines].join('\n')
}

export const labTests: readonly EditorTest[] = [
  {
    title: 'lab 9: 9.1 is open before its manifests, proven after',
    async act() {
      const before = await verify('9.1')
      assert.notEqual(before.verdict, 'pass', account(before))
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'apps' })
      await eventually('endpoints of web', async () =>
        (await clusterRows()).some(row => /^web \| Service · [1-9] endpoint/.test(row))
      )
      const after = await verify('9.1')
      assert.equal(after.verdict, 'pass', account(after))
      assert.equal(after.simulated, true)
    }
  },
  {
    title: 'lab 9: 9.2 is not met without the policy, proven with it, and says so in the view',
    async act() {
      const before = await verify('9.2')
      assert.equal(before.verdict, 'fail', account(before))
      await commands.executeCommand('netlabs.lab.openManifest', { lab, step: '9.2' })
      await commands.executeCommand('netlabs.lab.apply', { lab, step: '9.2' })
      const gap = await verify('9.2')
      assert.equal(gap.verdict, 'inconclusive', account(gap))

      const editor = await eventually('the manifest beside', () => manifestEditor())
      const { document } = editor
      const whole = new Range(0, 0, document.lineCount, 0)
      const answer = await solution()
      await editor.edit(edit => edit.replace(whole, answer))
      await document.save()
      await commands.executeCommand('netlabs.lab.apply', { lab, step: '9.2' })
      const after = await verify('9.2')
      assert.equal(after.verdict, 'pass', account(after))
      const roles = new Set(
        after.checks.flatMap(({ evidence }) => evidence.map(({ role }) => role))
      )
      for (const role of ['baseline', 'subject', 'control', 'dns'] as const)
        assert.ok(roles.has(role), `no ${role} among the evidence:\n${account(after)}`)
      await eventually('the policy in the view', async () =>
        (await clusterRows()).some(row => /NetworkPolicy · selects [1-9]/.test(row))
      )
      assert.ok(rowsOf((await api()).labRows()).some(row => row.includes('Proven · simulated')))
    }
  },
  {
    title:
      'lab 9: 9.2 is inconclusive with the policy while the server has no Pods, and proven again after',
    async act() {
      const text = await open('labs', lab, '20-apps.yaml')
      const uri = text.uri.toString()
      const line = text.getText().split('\n').indexOf('  replicas: 2')
      const replicas = new Range(line, 12, line, 13)
      await window.activeTextEditor?.edit(edit => edit.replace(replicas, '0'))
      await commands.executeCommand('netlabs.manifest.apply', { uri, document: 0 })
      await eventually('no Pod of the server', async () =>
        (await clusterRows()).some(row => row.startsWith('web | Service · no endpoints'))
      )
      const down = await verify('9.2')
      assert.equal(down.verdict, 'inconclusive', account(down))

      await window.activeTextEditor?.edit(edit => edit.replace(replicas, '2'))
      await commands.executeCommand('netlabs.manifest.apply', { uri, document: 0 })
      await eventually('endpoints of web', async () =>
        (await clusterRows()).some(row => row.startsWith('web | Service · 2 endpoints'))
      )
      const up = await verify('9.2')
      assert.equal(up.verdict, 'pass', account(up))
      await commands.executeCommand('workbench.action.files.revert')
    }
  },
  {
    title: 'the evidence of a proven step opens as a page',
    async act() {
      await commands.executeCommand('netlabs.lab.showEvidence', { lab, step: '9.2' })
      await eventually('the page', () =>
        window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('Preview')))
      )
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'a step that was not verified has no evidence, and says how to get it',
    async act() {
      const [said] = await saidDuring(() =>
        commands.executeCommand('netlabs.lab.showEvidence', { lab: 'get-started', step: 'block' })
      )
      assert.match(said?.message ?? '', /was not verified yet/)
      assert.deepEqual(said?.buttons, ['Verify Now'])
    }
  },
  {
    title: 'stopping the practice cluster empties the view',
    async act() {
      await commands.executeCommand('netlabs.practice.stop')
      await eventually('an empty view', async () => (await clusterRows()).length === 0)
    }
  }
]
