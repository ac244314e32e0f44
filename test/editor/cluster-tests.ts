import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import {
  commands,
  env,
  extensions,
  languages,
  Range,
  window,
  workspace,
  type TextEditor
} from 'vscode'
import { extensionId } from '../../src/extension/ids.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import { api, eventually, open, rowsOf, write, type EditorTest } from './editor-test.ts'

const lab = 'pod-to-pod-across-namespaces'

async function clusterRows(): Promise<string[]> {
  return rowsOf((await api()).clusterRows())
}

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

async function lensTitles(...path: readonly string[]): Promise<string[]> {
  const text = await open(...path)
  const lenses = await commands.executeCommand<readonly { command?: { title: string } }[]>(
    'vscode.executeCodeLensProvider',
    text.uri,
    100
  )
  return lenses.flatMap(({ command }) => command?.title ?? [])
}

export const clusterTests: readonly EditorTest[] = [
  {
    title: 'lenses name the context',
    async act() {
      assert.deepEqual(await lensTitles('egress-policy.yaml'), [
        '$(play) Apply to practice',
        '$(diff) Preview',
        '$(trash) Remove'
      ])
    }
  },
  {
    title: 'the practice cluster starts, and the view shows it',
    async act() {
      await commands.executeCommand('netlabs.cluster.focus')
      await commands.executeCommand('netlabs.practice.start')
      const [first] = await eventually('rows', async () => {
        const rows = await clusterRows()
        return rows.length > 1 && rows
      })
      assert.match(first ?? '', /^practice \| simulated · v1\.\d+/)
    }
  },
  {
    title: 'the kubeconfig is handed out to this user only',
    async act() {
      await commands.executeCommand('netlabs.practice.copyKubeconfig')
      const file = await env.clipboard.readText()
      assert.match(await readFile(file, 'utf8'), /server: https:\/\/127\.0\.0\.1:\d+/)
      assert.equal((await stat(file)).mode & 0o077, 0)
    }
  },
  {
    title: 'applying a document makes its object, and the view follows',
    async act() {
      const text = await write(
        'shop.yaml',
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  selector: { app: api }\n  ports:\n    - port: 80\n'
      )
      const uri = text.uri.toString()
      await commands.executeCommand('netlabs.manifest.apply', { uri, document: 0 })
      await commands.executeCommand('netlabs.manifest.apply', { uri, document: 1 })
      await eventually('the Service in the view', async () =>
        (await clusterRows()).some(row => /^api \| Service .*no endpoints/.test(row))
      )
    }
  },
  {
    title: 'what the server refuses is underlined at the field',
    async act() {
      const text = await write(
        'refused.yaml',
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  ports:\n    - port: 80000\n'
      )
      void commands.executeCommand('netlabs.manifest.apply', {
        uri: text.uri.toString(),
        document: 0
      })
      const diagnostic = await eventually('the refusal', () =>
        languages.getDiagnostics(text.uri).find(({ source }) => source === 'cluster')
      )
      assert.equal(diagnostic.range.start.line, 7)
      await workspace.fs.delete(text.uri)
    }
  },
  {
    title: 'removing a document deletes its object without asking on the practice cluster',
    async act() {
      const text = await open('shop.yaml')
      await commands.executeCommand('netlabs.manifest.remove', {
        uri: text.uri.toString(),
        document: 1
      })
      await eventually('the Service is gone', async () =>
        (await clusterRows()).every(row => !row.startsWith('api | Service'))
      )
    }
  },
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
    title: 'a manifest of a lab has the lens that verifies its step',
    async act() {
      const titles = await lensTitles('labs', lab, '30-isolate.yaml')
      assert.ok(titles.includes('$(beaker) Verify 9.2'), titles.join())
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
